"""Which variant of a problem a file was made for: by `start`, or by an exam."""

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
    """Return the file that is checked where none is named: the one here, or the one of `start`."""
    here = submission.usual(Path(), problem)
    if here is not None:
        return here
    begun = progress_file.read(settings, problem).file
    return Path(begun) if begun and Path(begun).is_file() else None


def load_variant(name: str, variant: int | None, settings: Settings) -> Problem:
    """Load the variant of a problem that was asked for, else that of the learner's own file."""
    standard = catalog_of(settings).load(name)
    if variant is None:
        try:
            file = default_file(name, settings)
        except UsageError:  # Two files: no reason to show nothing.
            file = None
        variant = variant_of(name, file, settings) if file is not None else 0
        if variant:
            words = f"note: variant {variant}, which {file} was started for; "
            print(printable(words) + "--variant 0 is the standard problem", file=settings.stderr)
    return standard.varied(variant)


def variant_of(problem: str, file: Path, settings: Settings) -> int:
    """The variant that `start` or an exam made this file for; the standard one elsewhere."""
    begun = progress_file.read(settings, problem)
    # A loop of links is no reason to mark nothing.
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
    # A history that cannot be read, or a loop of links, is no reason to mark nothing.
    with contextlib.suppress(UsageError, OSError, RuntimeError):
        with reading(settings.state) as connection:
            sitting = storage.of_file(connection, file)
        paper = sitting.paper(problem) if sitting else None
        return paper.variant if paper else 0
    return 0
