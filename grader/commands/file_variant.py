"""Which variant of a problem a file was made for: by `start`, or by an exam."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader.commands import progress_file
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.settings import Settings


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
    from grader.attempts.database import FILE, reading  # noqa: PLC0415  (most need none of it)
    from grader.exam import keeping  # noqa: PLC0415

    if not (settings.state / FILE).is_file():
        return 0
    # A history that cannot be read, or a loop of links, is no reason to mark nothing.
    with contextlib.suppress(UsageError, OSError, RuntimeError):
        with reading(settings.state) as connection:
            sitting = keeping.of_file(connection, file)
        paper = sitting.paper(problem) if sitting else None
        return paper.variant if paper else 0
    return 0
