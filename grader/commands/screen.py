"""The person at the keyboard: consoles on the streams of a run, and a question to be agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from grader.settings import Settings


def console_of(stream: TextIO, settings: Settings) -> Console:
    """A console on one of the streams of this run."""
    from grader.formats.console import console_on  # noqa: PLC0415  (`--help` need not pay for rich)

    return console_on(stream, settings.environ)


def agrees(settings: Settings, question: str) -> bool:
    """Ask on the error stream, so that what is shown can go to a file; silence means no."""
    print(f"{question} [y/N] ", end="", file=settings.stderr, flush=True)
    try:
        return settings.stdin.readline().strip().lower() in {"y", "yes"}
    except UnicodeDecodeError:
        return False
