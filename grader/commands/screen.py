"""Consoles on the streams of a run, and confirmation prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from grader.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from grader.catalog import Catalog
    from grader.problem import Problem
    from grader.settings import Settings


def console_of(stream: TextIO, settings: Settings) -> Console:
    """Return a console on one of the streams of this run."""
    from grader.formats.console import console_on  # noqa: PLC0415  (`--help` need not pay for rich)

    return console_on(stream, settings.environ)


def confirms(settings: Settings, question: str) -> bool:
    """Ask on standard error, so that the output can go to a file; no answer means no."""
    print(f"{question} [y/N] ", end="", file=settings.stderr, flush=True)
    try:
        return settings.stdin.readline().strip().lower() in {"y", "yes"}
    except UnicodeDecodeError:
        return False


def readable(catalog: Catalog, settings: Settings) -> tuple[Problem, ...]:
    """Return all problems; print a note for each whose problem.toml is malformed."""
    found, errors = catalog.readable()
    for error in errors:
        print(f"practice: problem left out: {printable(error)}", file=settings.stderr)
    return found
