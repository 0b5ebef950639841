"""Summarize the report of a run, and compare it with the expected result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from grader.report import CheckOutcome, Report, Verdict
from grader.solutions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.validation.cases import Case

CHANGED = "changed while it ran"
WANTED = {
    Kind.STUB: Verdict.NOT_ATTEMPTED,
    Kind.REFERENCE: Verdict.PASSED,
    Kind.WRONG: Verdict.FAILED,
    Kind.ALTERNATIVE: Verdict.PASSED,
}


@dataclass(frozen=True)
class RunSummary:
    """The parts of a report that a validation compares.

    By check, `failed` holds what was measured, `not_run` the reason and `because` the failed check
    that it needs. `texts` are the failures, faults and notes that the learner reads. `trained` is
    the training accuracy in the last epoch. `named` holds what was measured of each mistake, by its
    id. `seconds` is the wall time of the training, `share` the used share of the allowed CPU time.
    `changed`: the problem or the kit was edited meanwhile, so the report is of unknown code.
    """

    verdict: Verdict
    failed: Mapping[str, str] = field(default_factory=dict)
    not_run: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    accuracy: Mapping[str, float] = field(default_factory=dict)
    trained: float | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    score: int | None = None
    seconds: float | None = None
    share: float | None = None
    changed: bool = False


def read_report(values: object) -> RunSummary:
    """Read the JSON values of a report; raises ValueError, with key and path, if invalid."""
    return summarise(msgspec.convert(values, Report))


def summarise(report: Report) -> RunSummary:
    """Return the parts of a report that a validation compares."""
    failed = [check for check in report.checks if check.outcome is CheckOutcome.FAILED]
    not_run = [check for check in report.checks if check.outcome is CheckOutcome.NOT_RUN]
    texts = [text for one in failed for text in (one.expected, one.actual, one.fix)]
    if report.fault is not None:
        texts += [report.fault.type, report.fault.message, report.fault.fix]
    return RunSummary(
        verdict=report.verdict,
        failed={check.name: check.actual for check in failed},
        not_run={check.name: check.reason for check in not_run},
        because={check.name: check.because for check in report.checks},
        texts=(*texts, *report.notes),
        accuracy=report.accuracy,
        trained=report.fits[-1].accuracy if report.fits else None,
        named={one.id: one.actual for one in report.mistakes},
        score=report.score,
        seconds=report.seconds.get("sandbox"),
        share=_share(report.seconds),
    )


def _share(seconds: Mapping[str, float]) -> float | None:
    limit = seconds.get("cpu_limit")
    return seconds["cpu"] / limit if limit else None


def accuracy(seen: RunSummary, threshold: str) -> float | None:
    """Return the accuracy that a threshold of problem.toml applies to; None if not measured."""
    name = threshold.removesuffix("_accuracy").replace("_", "-")
    if name == "training" and seen.trained is not None:
        return seen.trained
    return seen.accuracy.get(name)


def summary_text(seen: RunSummary) -> str:
    """Return the verdict of a submission, or the checks that it failed."""
    if seen.changed:
        return CHANGED
    if seen.verdict is Verdict.FAILED and seen.failed:
        return f"fails {', '.join(sorted(seen.failed))}"
    return {Verdict.PASSED: "passes", Verdict.NOT_ATTEMPTED: "not attempted"}.get(
        seen.verdict, seen.verdict.value
    )


def expected_text(case: Case) -> str:
    """Return the expected result of a submission, in the form of `summary_text`."""
    if case.kind is Kind.WRONG:
        return f"fails {', '.join(sorted(case.expected.fails))}"
    return "not attempted" if case.kind is Kind.STUB else "passes"


def differences(case: Case, seen: RunSummary) -> tuple[str, ...]:
    """Return how a run differs from the expected result, one sentence each."""
    return tuple(_differences(case, seen))


def _differences(case: Case, seen: RunSummary) -> Iterator[str]:
    if seen.changed:
        yield f"{CHANGED}: not cached; the same command runs it again"
        return
    wanted = WANTED[case.kind]
    if seen.verdict is not wanted:
        yield f"verdict '{seen.verdict.value}' instead of '{wanted.value}'"
        if seen.verdict is not Verdict.FAILED:
            yield from seen.texts[:2]
    if case.kind is Kind.STUB:
        return
    for check in case.expected.fails:
        if check not in seen.failed:
            state = "was not run" if check in seen.not_run else "did not fail"
            yield f"{check} {state}"
    for check, text in seen.failed.items():
        if check not in case.expected.fails:
            yield f"{check} failed{' too' if case.expected.fails else ''}: {text}"
    if case.kind is not Kind.WRONG:
        yield from (f"reports the mistake {name}: {text}" for name, text in seen.named.items())
    else:
        yield from _unexpected_skips(case, seen)
        yield from (
            f"no message contains '{phrase}'"
            for phrase in case.expected.says
            if not any(phrase in text for text in seen.texts)
        )


def _unexpected_skips(case: Case, seen: RunSummary) -> Iterator[str]:
    """Yield checks that were skipped although the checks they need did not fail."""
    for check, reason in seen.not_run.items():
        needs_one = seen.because.get(check) in seen.failed
        if not needs_one and check not in {*case.expected.not_run, *case.expected.fails}:
            yield f"{check} was not run: {reason}"
    for check in case.expected.not_run:
        if check not in seen.not_run:
            yield f"{check} was run, although it is listed as not run"
