"""Find the file to check, and the variant that it was started with."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from grader import submission
from grader.catalog import catalog_of
from grader.commands import progress_file
from grader.errors import UsageError
from grader.printable import printable

if TYPE_CHECKING:
    from grader.problem import Problem
    from grader.settings import Settings


def default_file(problem: str, settings: Settings) -> Path | None:
    """Return the file to check by default: in this folder, else the one that `start` created."""
    here = submission.usual(Path(), problem)
    if here is not None:
        return here
    begun = progress_file.read(settings, problem).file
    return Path(begun) if begun and Path(begun).is_file() else None


def load_variant(name: str, variant: int | None, settings: Settings) -> Problem:
    """Load the requested variant of a problem, by default that of the learner's file."""
    standard = catalog_of(settings).load(name)
    if variant is None:
        try:
            file = default_file(name, settings)
        except UsageError:  # Two files match: show the standard problem.
            file = None
        variant = variant_of(name, file, settings) if file is not None else 0
        if variant:
            note = f"note: showing variant {variant}, because {file} was started with it; "
            print(
                printable(note) + "pass --variant 0 for the standard problem", file=settings.stderr
            )
    return standard.varied(variant)


def variant_of(problem: str, file: Path, settings: Settings) -> int:
    """Return the variant that `start` or an exam created this file for; 0 for any other file."""
    begun = progress_file.read(settings, problem)
    # A file behind a loop of links is graded as the standard problem.
    with contextlib.suppress(OSError, RuntimeError):
        made = begun.variants.get(str(file.resolve()))
        if made is not None:
            return made
    if begun.file == str(file.absolute()):
        return begun.variant
    return _of_exam(problem, file, settings)


def _of_exam(problem: str, file: Path, settings: Settings) -> int:
    from grader.exam import storage  # noqa: PLC0415
    from grader.history.database import FILE, reading  # noqa: PLC0415  (most need none of it)

    if not (settings.state / FILE).is_file():
        return 0
    # So is one whose history cannot be read.
    with contextlib.suppress(UsageError, OSError, RuntimeError):
        with reading(settings.state) as connection:
            session = storage.of_file(connection, file)
        paper = session.paper(problem) if session else None
        return paper.variant if paper else 0
    return 0
