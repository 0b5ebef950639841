"""Derive the verdict from the end of the training, the fault and the checks."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from grader.assessment.mistakes.errors.sandbox_limits import TOOK_ALL_MEMORY
from grader.assessment.mistakes.reading_faults import NOT_ATTEMPTED
from grader.report import CheckOutcome, Verdict
from grader.sandbox.plan import Ending

if TYPE_CHECKING:
    from grader.report import CheckResult, Fault
    from grader.training.run import Training


def judge_model(checks: tuple[CheckResult, ...], *, unsafe: bool) -> Verdict:
    """Return the verdict on a submitted model file: by the checks that apply to it."""
    if unsafe:
        return Verdict.UNSAFE_MODEL
    judged = [check for check in checks if check.outcome is not CheckOutcome.NOT_JUDGED]
    passed = judged and all(check.outcome is CheckOutcome.PASSED for check in judged)
    return Verdict.PASSED if passed else Verdict.FAILED


def judge(
    training: Training, fault: Fault | None, checks: tuple[CheckResult, ...], *, unsafe: bool
) -> Verdict:
    """Return the verdict; an error after all checks passed does not fail a submission."""
    ending, raised = training.outcome.ending, training.record.raised
    if ending in {Ending.OUT_OF_CPU_TIME, Ending.TIMED_OUT}:
        return Verdict.TIMED_OUT
    if ending is Ending.OUT_OF_MEMORY:
        return Verdict.OUT_OF_MEMORY
    if ending in {Ending.TOO_MANY_PROCESSES, Ending.DISK_FULL, Ending.TOO_MUCH_OUTPUT}:
        return Verdict.CRASHED
    if unsafe:
        return Verdict.UNSAFE_MODEL
    if fault is not None and fault.type == NOT_ATTEMPTED:
        return Verdict.NOT_ATTEMPTED
    if checks and all(check.outcome is CheckOutcome.PASSED for check in checks):
        return Verdict.PASSED
    if raised is not None and raised.type in TOOK_ALL_MEMORY:
        return Verdict.OUT_OF_MEMORY
    if raised is not None or (fault is not None and _was_killed_at_work(training)):
        return Verdict.CRASHED
    return Verdict.FAILED


def _was_killed_at_work(training: Training) -> bool:
    """Whether a signal ended it; course notebooks kill themselves after their last fit."""
    fits, outcome = training.record.fits, training.outcome
    own = outcome.signal in {signal.SIGKILL, signal.SIGTERM, signal.SIGINT}
    return outcome.ending is Ending.KILLED and not (own and fits and fits[-1].finished)
