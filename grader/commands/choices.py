"""Options that take one of a fixed set of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA_KINDS = ("auto", "sample", "real")


def require_choice(option: str, value: str, choices: Sequence[str]) -> None:
    """Raise UsageError if the value of an option is not one of its choices."""
    if value not in choices:
        *others, last = choices
        raise UsageError(f"unknown {option} '{value}' (choose {', '.join(others)} or {last})")
