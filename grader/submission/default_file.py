"""The file that is meant where none is named: one that is called as the problem is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KINDS = (".py", ".ipynb")


def usual(folder: Path, problem: str) -> Path | None:
    """Such as problem3.py or problem3.ipynb; None if neither is there, UsageError if both are."""
    there = [path for kind in KINDS if (path := folder / f"{problem}{kind}").is_file()]
    if len(there) > 1:
        both = " and ".join(path.name for path in there)
        raise UsageError(f"{both} are both in {folder.absolute()}: name the one that you mean")
    return there[0] if there else None
