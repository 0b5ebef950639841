"""One verdict from how the training ended, what became of the file, and what the checks found."""

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
    """The verdict on a model that was handed in alone: by what can be judged of it."""
    if unsafe:
        return Verdict.UNSAFE_MODEL
    judged = [check for check in checks if check.outcome is not CheckOutcome.NOT_JUDGED]
    passed = judged and all(check.outcome is CheckOutcome.PASSED for check in judged)
    return Verdict.PASSED if passed else Verdict.FAILED


def judge(
    training: Training, fault: Fault | None, checks: tuple[CheckResult, ...], *, unsafe: bool
) -> Verdict:
    """The verdict; an error after everything that counts was done does not fail a submission."""
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
    """Whether a signal ended it; course notebooks end themselves so after their last fit."""
    fits, outcome = training.record.fits, training.outcome
    own = outcome.signal in {signal.SIGKILL, signal.SIGTERM, signal.SIGINT}
    return outcome.ending is Ending.KILLED and not (own and fits and fits[-1].finished)
