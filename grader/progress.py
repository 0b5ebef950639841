"""The progress-callback protocol of long work."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called during long work with its name, the amount done and the total."""

    def __call__(self, what: str, done: float, total: float) -> None:
        """Show the progress; `total` is 0 if unknown."""


def silent(what: str, done: float, total: float) -> None:
    """Show nothing."""
