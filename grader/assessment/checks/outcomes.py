"""Outcomes of a check: failed, not run, not judged."""

from __future__ import annotations

from typing import NoReturn

HANDMADE = "custom pipeline: not inspected"
MODEL_ALONE = "a model file alone does not show how it was trained"


class CheckFailed(Exception):
    """A failed check: expected, actual and fix, for the learner."""

    def __init__(self, expected: str, actual: str, fix: str) -> None:
        super().__init__(f"expected {expected}; actual {actual}; fix: {fix}")
        self.expected, self.actual, self.fix = expected, actual, fix


class NotRun(Exception):
    """A skipped check: something that it needs is missing.

    `because` names the failed check that caused this, if any.
    """

    def __init__(self, reason: str, because: str = "") -> None:
        super().__init__(reason)
        self.because = because


def fix_first(name: str, shown: str) -> NotRun:
    """Return the reason to skip a check because another one, shown as `shown`, failed."""
    return NotRun(f'fix "{shown}" first', because=name)


class NotJudged(Exception):
    """A check on the training of a model that was submitted without its training."""

    def __init__(self) -> None:
        super().__init__(MODEL_ALONE)


def title(name: str, doc: str | None) -> str:
    """Return the title of a check: the first line of its docstring."""
    return (doc or name).strip().splitlines()[0].rstrip(".")


def fail(*, expected: str, actual: str, fix: str) -> NoReturn:
    """Fail a check."""
    raise CheckFailed(expected, actual, fix)
