"""Which run comes next, and which need not be done because the answer is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report import Verdict
from grader.solutions import Kind
from grader.validation.run_summary import figure
from grader.validation.statistics import FAR, lies_clear, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.validation.run_summary import Seen
    from grader.validation.runs import Outcome, Plan, Run

FAILURES = 2
FEWEST = 8


class Schedule:
    """The runs of all problems in order; a reference whose answer is clear is run no more."""

    def __init__(self, plans: Sequence[Plan], *, all_runs: bool = False) -> None:
        self._plans = {plan.problem.label: plan for plan in plans}
        self._waiting = [run for plan in plans for run in plan.runs]
        self._all_runs = all_runs
        self.outcomes: list[Outcome] = []

    @property
    def waiting(self) -> tuple[Run, ...]:
        """The runs that are still to do, as far as is known now."""
        return tuple(run for run in self._waiting if not self._is_needless(run))

    def take(self) -> Run | None:
        """The run to start now; None where there is no other."""
        for run in self._waiting:
            if not self._is_needless(run):
                self._waiting.remove(run)
                return run
        return None

    def add(self, outcome: Outcome) -> None:
        """Keep the outcome of a run, whether it was taken or is known from an earlier time."""
        self.outcomes.append(outcome)
        if outcome.run in self._waiting:
            self._waiting.remove(outcome.run)

    def of(self, problem: str, *kinds: Kind) -> tuple[Outcome, ...]:
        """The outcomes of some kinds of submissions, all if none, of the problem of this label."""
        order = {run: place for place, run in enumerate(self._plans[problem].runs)}
        found = [
            outcome
            for outcome in self.outcomes
            if outcome.run.case.label == problem and (not kinds or outcome.run.case.kind in kinds)
        ]
        return tuple(sorted(found, key=lambda outcome: order[outcome.run]))

    def stopped(self, problem: str) -> str:
        """Why the reference was run less often than asked; empty where it was not."""
        left = any(
            run.case.label == problem and run.case.kind is Kind.REFERENCE for run in self._waiting
        )
        return self._answer(problem) if left else ""

    def _is_needless(self, run: Run) -> bool:
        return run.case.kind is Kind.REFERENCE and bool(self._answer(run.case.label))

    def _answer(self, problem: str) -> str:
        """Say "amiss" after two failures, "clear" after enough runs far from every threshold."""
        done = self.of(problem, Kind.REFERENCE)
        if sum(bool(outcome.amiss) for outcome in done) >= FAILURES:
            return "amiss"
        if self._all_runs or len(done) < FEWEST or any(outcome.amiss for outcome in done):
            return ""
        plan = self._plans[problem]
        clear = all(
            lies_clear(spread(reached(done, name)), value, FAR)
            for name, value in plan.problem.thresholds[plan.kind].items()
            if reached(done, name)
        )
        return "clear" if clear else ""


def reached(outcomes: Sequence[Outcome], threshold: str) -> list[float]:
    """What the runs reached of one threshold; a run without such a figure is left out."""
    figures = [figure(one, threshold) for one in told(outcomes)]
    return [value for value in figures if value is not None]


def passed(outcomes: Sequence[Outcome]) -> int:
    """How many of the runs passed all checks."""
    return sum(one.verdict is Verdict.PASSED for one in told(outcomes))


def told(outcomes: Sequence[Outcome]) -> list[Seen]:
    """What the runs showed, but for those without a report and those of nobody knows which code."""
    seen = [outcome.ending.seen for outcome in outcomes if outcome.ending.seen is not None]
    return [one for one in seen if not one.changed]
