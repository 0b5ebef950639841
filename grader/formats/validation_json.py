"""Write a validation as JSON, as validation.schema.json beside this file describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003  (msgspec evaluates the annotations)
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from grader.json_types import Amount, Count, Score, Share, described, restricted
from grader.solutions import Kind  # noqa: TC001
from grader.validation.gaps import Gap  # noqa: TC001
from grader.validation.result import FORMAT, Reference
from grader.validation.run_summary import expected_text, summary_text
from grader.validation.statistics import ThresholdResult  # noqa: TC001

if TYPE_CHECKING:
    from grader.validation.result import ProblemResult, Validation
    from grader.validation.runs import Outcome

SCHEMA = Path(__file__).with_name("validation.schema.json")


@dataclass(frozen=True)
class RunJson:
    """One run of a submission."""

    submission: Annotated[str, described("such as problem1/wrong/NAME")]
    kind: Kind
    about: Annotated[str, described("what the submission shows, in a line")]
    seed: Count
    expected: str
    actual: Annotated[str | None, described("null if there is no report")]
    verdict: str | None
    failed: Annotated[tuple[str, ...], described("names of checks")]
    not_run: Annotated[tuple[str, ...], described("names of checks")]
    accuracy: Annotated[Mapping[str, Share], described("measured by the grader, by set")]
    trained: Annotated[float | None, described("training accuracy in the last epoch")]
    score: Score | None
    training_seconds: Amount | None
    seconds: Annotated[Amount, described("wall time of the whole check")]
    status: Annotated[int, described("exit status of the check, negative for a signal")]
    cached: Annotated[bool, described("run by an earlier validation")]
    errors: Annotated[tuple[str, ...], described("differences from the expected result")]


@dataclass(frozen=True)
class ProblemJson:
    """One problem with its runs."""

    problem: Annotated[str, described("the problem's id")]
    data: Annotated[str, restricted(enum=["sample", "real"])]
    error_count: Count
    left_out: Annotated[
        Count,
        described("submissions that --only did not select; above 0, `missing` is incomplete"),
    ]
    runs: tuple[RunJson, ...]
    reference: Reference
    thresholds: tuple[ThresholdResult, ...]
    missing: tuple[Gap, ...]


@dataclass(frozen=True)
class ValidationJson:
    """The whole validation."""

    format: Literal[2]
    error_count: Annotated[Count, described("failed runs, thresholds too near, missing parts")]
    sandbox: Annotated[str, restricted(enum=["isolated", "basic"])]
    problems: tuple[ProblemJson, ...]
    seconds: Annotated[Amount, described("wall time of this validation")]
    versions: Mapping[str, str]


def to_json(found: Validation) -> str:
    """Return the validation as JSON: the same text for the same outcomes on any machine."""
    values = ValidationJson(
        FORMAT,
        found.error_count,
        found.sandbox,
        tuple(_problem(one) for one in found.problems),
        found.seconds,
        found.versions,
    )
    return json.dumps(asdict(values), indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)


def _problem(one: ProblemResult) -> ProblemJson:
    runs = tuple(_run(outcome) for outcome in one.outcomes)
    rest = (one.reference, one.thresholds, one.gaps)
    return ProblemJson(one.problem, one.data, one.error_count, one.left_out, runs, *rest)


def _run(outcome: Outcome) -> RunJson:
    case, ending, summary = outcome.run.case, outcome.ending, outcome.ending.summary
    return RunJson(
        submission=case.name,
        kind=case.kind,
        about=case.expected.about,
        seed=outcome.run.seed,
        expected=expected_text(case),
        actual=summary_text(summary) if summary else None,
        verdict=summary.verdict.value if summary else None,
        failed=tuple(summary.failed) if summary else (),
        not_run=tuple(summary.not_run) if summary else (),
        accuracy=summary.accuracy if summary else {},
        trained=summary.trained if summary else None,
        score=summary.score if summary else None,
        training_seconds=summary.seconds if summary else None,
        seconds=round(ending.seconds, 3),
        status=ending.status,
        cached=ending.cached,
        errors=outcome.errors,
    )
