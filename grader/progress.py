"""How long work tells that it goes on; what shows it is the caller's business."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on: what is being done, how much of it is done and how much there is."""

    def __call__(self, what: str, done: float, total: float) -> None:
        """Show it; `total` is 0 where nobody knows."""


def silent(what: str, done: float, total: float) -> None:
    """A Progress that shows nothing."""
