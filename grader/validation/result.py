"""The result of a validation, as records for every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping  # noqa: TC003  (msgspec evaluates the annotations)
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from grader.json_types import Amount, Count, Share, described, restricted
from grader.solutions import Kind
from grader.validation.schedule import passed, reached, reported
from grader.validation.statistics import ThresholdResult, threshold_result, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.validation.gaps import Gap
    from grader.validation.runs import Outcome, Plan
    from grader.validation.schedule import Schedule

FORMAT: Final = 2


@dataclass(frozen=True)
class Reference:
    """The reference of a problem over its runs."""

    asked: Annotated[Count, described("runs that were asked for")]
    runs: Annotated[Count, described("runs that gave a verdict")]
    passed: Count
    low: Annotated[
        Share, described("the chance that a right solution passes: Wilson's 95 % interval")
    ]
    high: Share
    stopped: Annotated[
        str, described("why it was run less often than asked", enum=["", "clear", "failing"])
    ] = ""
    scores: Annotated[
        Mapping[int, Annotated[int, restricted(minimum=1)]], described("runs by score")
    ] = field(default_factory=dict)
    seconds: Annotated[Amount | None, described("wall time of the longest training")] = None
    limit: Annotated[
        Amount, described("seconds of CPU time on each core that the problem allows")
    ] = 0.0
    share: Annotated[
        Amount | None, described("the largest share of the allowed CPU time that a training used")
    ] = None


@dataclass(frozen=True)
class ProblemResult:
    """One problem: each run, its thresholds, and what it lacks; `left_out` is as in a Plan."""

    problem: str
    data: str
    outcomes: tuple[Outcome, ...]
    reference: Reference
    thresholds: tuple[ThresholdResult, ...]
    gaps: tuple[Gap, ...]
    left_out: int = 0

    @property
    def near(self) -> tuple[ThresholdResult, ...]:
        """The thresholds that correct solutions may miss by chance."""
        return tuple(one for one in self.thresholds if one.too_near)

    @property
    def error_count(self) -> int:
        """The number of failed runs, thresholds that are too near, and missing parts."""
        runs = sum(bool(outcome.errors) for outcome in self.outcomes)
        return runs + len(self.near) + sum(gap.is_error for gap in self.gaps)


@dataclass(frozen=True)
class Validation:
    """All problems that were validated; `seconds` is the wall time of this validation."""

    problems: tuple[ProblemResult, ...]
    sandbox: str
    seconds: float
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def error_count(self) -> int:
        """The number of errors in all problems."""
        return sum(one.error_count for one in self.problems)

    @property
    def left_out(self) -> int:
        """The number of submissions that were not selected."""
        return sum(one.left_out for one in self.problems)


def summarise(plan: Plan, schedule: Schedule) -> ProblemResult:
    """Summarize the runs of one problem."""
    problem = plan.problem
    every = schedule.of(problem.label)
    reference = schedule.of(problem.label, Kind.REFERENCE)
    alternative = [o for o in schedule.of(problem.label, Kind.ALTERNATIVE) if not o.errors]
    thresholds = tuple(
        threshold_result(
            name,
            value,
            reached(reference, name),
            reached(alternative, name),
            [figure for figure in reached(_meant_to_miss(name, every), name) if figure < value],
        )
        for name, value in problem.thresholds[plan.kind].items()
    )
    runs = _reference(plan, reference, schedule.stopped(problem.label))
    return ProblemResult(
        problem.label, plan.kind, every, runs, thresholds, plan.gaps, plan.left_out
    )


def _reference(plan: Plan, outcomes: Sequence[Outcome], stopped: str) -> Reference:
    # An error of the kit says nothing about the chance that a correct solution passes.
    runs = reported(outcomes)
    low, high = wilson(passed(outcomes), len(runs))
    scores = Counter(one.score for one in runs if one.score is not None)
    return Reference(
        asked=sum(run.case.kind is Kind.REFERENCE for run in plan.runs),
        runs=len(runs),
        passed=passed(outcomes),
        low=low,
        high=high,
        stopped=stopped,
        scores=dict(sorted(scores.items(), reverse=True)),
        seconds=max((one.seconds for one in runs if one.seconds is not None), default=None),
        limit=plan.problem.limits.seconds,
        share=max((one.share for one in runs if one.share is not None), default=None),
    )


def _meant_to_miss(threshold: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the wrong solutions that must fail the check of a threshold, which ends in its name.

    One whose accuracy is high enough fails for another reason, and says nothing about the
    threshold.
    """
    return [
        o for o in outcomes if any(name.endswith(threshold) for name in o.run.case.expected.fails)
    ]
