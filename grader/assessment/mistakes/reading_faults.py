"""Faults of a submission that does not compile, or that has no code yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.mistakes.unreadable import fix_for
from grader.problem import MODEL_FILE
from grader.report import Fault
from grader.submission import Kind, Unreadable

if TYPE_CHECKING:
    from grader.submission import Submission, Unfinished

NOT_ATTEMPTED = "NotAttempted"
NO_CODE = "nothing written yet: replace `# YOUR CODE HERE`"
NO_FILE_OF_A_MODEL = frozenset({"NoModel", "UnreadableModel"})


def of_reading(submission: Submission, found: Unreadable | Unfinished) -> Fault:
    """Return the fault of a file that does not compile, or that has no code yet."""
    if isinstance(found, Unreadable):
        message = found.message[:1].upper() + found.message[1:]
        fix = fix_for(found.type, found.message, submission.line(found.line))
        return fault_at(submission, found.line, found.type, message, fix)
    if found.empty:
        return fault_at(submission, 0, NOT_ATTEMPTED, found.empty, _fill(submission))
    return fault_at(
        submission,
        found.line,
        NOT_ATTEMPTED,
        NO_CODE,
        "write your code in solution_model() and return the trained model",
    )


def _fill(submission: Submission) -> str:
    """Return the fix for a file without code."""
    if submission.kind is Kind.MODEL:
        return f"let the run finish, and save it again: model.save('{MODEL_FILE}')"
    if submission.is_empty:
        return "save it in your editor, and check it again"
    if submission.kind is Kind.NOTEBOOK:
        return "write your code in code cells, save the notebook, and check it again"
    return "write your code in solution_model() and return the trained model"


def reason_to_skip(fault: Fault) -> str:
    """Return why a check was skipped after this fault."""
    if fault.type == NOT_ATTEMPTED:
        return "the stub has no code yet" if fault.message == NO_CODE else fault.message
    cell = f" of cell {fault.cell}" if fault.cell else ""
    place = f" at line {fault.line}{cell}" if fault.line else ""
    if fault.type == "UnsafeModel":
        return f"{fault.file if fault.file.endswith('.h5') else MODEL_FILE} was refused"
    if fault.file.endswith(".h5") or fault.type in NO_FILE_OF_A_MODEL:
        return fault.message
    if fault.type.endswith("Limit"):
        return f"your file was {fault.message.partition(': ')[0]}"
    return f"your file stopped{place} with {fault.type}"


def fault_at(
    submission: Submission,
    number: int,
    kind: str,
    message: str,
    advice: str,
    trace: tuple[str, ...] = (),
    rule: str = "",
) -> Fault:
    """Return a fault at a line of the program that ran, or of the whole file if it is 0."""
    name, line = submission.path.name, submission.at(number)
    code = submission.line(number)
    return Fault(kind, message, name, line.inner, code, advice, trace, line.cell, rule)
