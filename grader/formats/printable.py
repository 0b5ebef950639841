"""Text of others, made fit for a terminal."""

from __future__ import annotations


def printable(words: str) -> str:
    """Without the control characters by which a submission, or its name, could redraw the screen.

    Line feeds and tabs stay.
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "?" for c in words)
