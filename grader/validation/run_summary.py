"""Summarise the report of one run, and compare it with what is expected of the submission."""

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
class Seen:
    """The parts of a report that a validation judges.

    `failed` holds what was measured, by check; `not_run` the reason, `because` the failed check
    that it needs. `texts` is what the learner reads of failures, faults and notes. `trained` is the
    training accuracy in the last fit's last epoch, `named` what was seen of each mistake that
    raised no error, by its rule, `seconds` the wall time of the training, `share` the part of the
    CPU time allowed that it used. `changed` tells that
    the problem or the kit was edited in the meantime: then nobody knows of which code this is.
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


def read_report(values: object) -> Seen:
    """Read the JSON values of a report; raises ValueError, with key and path, if they are none."""
    return summarise(msgspec.convert(values, Report))


def summarise(report: Report) -> Seen:
    """Return the parts of a report that a validation judges."""
    failed = [check for check in report.checks if check.outcome is CheckOutcome.FAILED]
    not_run = [check for check in report.checks if check.outcome is CheckOutcome.NOT_RUN]
    texts = [text for one in failed for text in (one.expected, one.actual, one.fix)]
    if report.fault is not None:
        texts += [report.fault.type, report.fault.message, report.fault.fix]
    return Seen(
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


def figure(seen: Seen, threshold: str) -> float | None:
    """The accuracy that a threshold of problem.toml is held against; None where there is none."""
    name = threshold.removesuffix("_accuracy").replace("_", "-")
    if name == "training" and seen.trained is not None:
        return seen.trained
    return seen.accuracy.get(name)


def in_words(seen: Seen) -> str:
    """What became of a submission: its verdict, or the checks that it failed."""
    if seen.changed:
        return CHANGED
    if seen.verdict is Verdict.FAILED and seen.failed:
        return f"fails {', '.join(sorted(seen.failed))}"
    return {Verdict.PASSED: "passes", Verdict.NOT_ATTEMPTED: "refused"}.get(
        seen.verdict, seen.verdict.value
    )


def wanted_in_words(case: Case) -> str:
    """What is wanted of a submission, in the words of `in_words`."""
    if case.kind is Kind.WRONG:
        return f"fails {', '.join(sorted(case.expected.fails))}"
    return "refused" if case.kind is Kind.STUB else "passes"


def differences(case: Case, seen: Seen) -> tuple[str, ...]:
    """What a run showed and should not have, a sentence each; empty where all is as wanted."""
    return tuple(_differences(case, seen))


def _differences(case: Case, seen: Seen) -> Iterator[str]:
    if seen.changed:
        yield f"{CHANGED}: it is not kept, and the same command runs it again"
        return
    wanted = WANTED[case.kind]
    if seen.verdict is not wanted:
        yield f"the verdict is '{seen.verdict.value}' and not '{wanted.value}'"
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
        yield from (f"{rule} found a mistake: {text}" for rule, text in seen.named.items())
    else:
        yield from _unasked(case, seen)
        yield from (
            f"nothing says '{phrase}'"
            for phrase in case.expected.says
            if not any(phrase in text for text in seen.texts)
        )


def _unasked(case: Case, seen: Seen) -> Iterator[str]:
    """Checks that were not run, and need none of those that failed."""
    for check, reason in seen.not_run.items():
        needs_one = seen.because.get(check) in seen.failed
        if not needs_one and check not in {*case.expected.not_run, *case.expected.fails}:
            yield f"{check} was not run: {reason}"
    for check in case.expected.not_run:
        if check not in seen.not_run:
            yield f"{check} was run, and '# not run:' names it"
