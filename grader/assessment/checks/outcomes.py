"""How a check says that it failed or that it could not be asked."""

from __future__ import annotations

from typing import NoReturn

HANDMADE = "a pipeline of your own, judged by what the model learnt from it"
MODEL_ALONE = "a model file alone does not show how it was trained"


class CheckFailed(Exception):
    """Expected, actual and fix, written for the learner."""

    def __init__(self, expected: str, actual: str, fix: str) -> None:
        super().__init__(f"expected {expected}; actual {actual}; fix: {fix}")
        self.expected, self.actual, self.fix = expected, actual, fix


class NotRun(Exception):
    """Why a check is skipped: something that it needs is missing.

    `because` names the check that failed, if that is why.
    """

    def __init__(self, reason: str, because: str = "") -> None:
        super().__init__(reason)
        self.because = because


def fix_first(name: str, shown: str) -> NotRun:
    """Return the reason to skip a check where another one, shown as `shown`, has failed."""
    return NotRun(f'fix "{shown}" first', because=name)


class NotJudged(Exception):
    """A model was handed in without its training, and this is asked of the training."""

    def __init__(self) -> None:
        super().__init__(MODEL_ALONE)


def title(name: str, doc: str | None) -> str:
    """A check's name on the screen: the first line of its docstring."""
    return (doc or name).strip().splitlines()[0].rstrip(".")


def fail(*, expected: str, actual: str, fix: str) -> NoReturn:
    """End a check as failed."""
    raise CheckFailed(expected, actual, fix)
