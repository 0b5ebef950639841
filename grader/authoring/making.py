"""Write the files of a new problem: all of them, or none."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

NAME = re.compile(r"problem[1-9][0-9]{0,3}")
INSTALLED = frozenset({"site-packages", "dist-packages"})
LONGEST_TITLE = 60
# A title stands in texts that are templates, in which these begin something.
OF_TEMPLATES = ("{{", "{%", "{#")


def places(problem_id: str) -> tuple[str, str]:
    """Return the two folders of a problem, relative to the directory that holds them."""
    return f"problems/{problem_id}", f"solutions/{problem_id}"


def refuse(root: Path, problem_id: str, title: str, others: Collection[str]) -> None:
    """Raise UsageError where a problem of this id and title cannot be made in `root`."""
    if not NAME.fullmatch(problem_id):
        raise UsageError(f"a problem is called problem1, problem2 and so on, not '{problem_id}'")
    if not title.strip() or len(title) > LONGEST_TITLE or not title.isprintable():
        raise UsageError(f"a title is one line of 1 to {LONGEST_TITLE} characters")
    if any(sign in title for sign in OF_TEMPLATES):
        raise UsageError(f"a title has none of {' '.join(OF_TEMPLATES)}, which begin a template")
    if problem_id in others:
        raise UsageError(f"{problem_id} already exists; choose another id")
    for place in places(problem_id):
        if (root / place).exists() or (root / place).is_symlink():
            raise UsageError(f"{problem_id} already exists: {root / place}")


def require_clone(root: Path) -> None:
    """Raise UsageError where the kit is installed: then its own folders hold no new problem."""
    if not INSTALLED.isdisjoint(root.parts) or not (root / "pyproject.toml").is_file():
        raise UsageError(
            f"this kit is installed in {root}; pass --into DIR to make a problem elsewhere"
        )


def put(root: Path, problem_id: str, files: Mapping[str, str]) -> None:
    """Write the files of a new problem; raises UsageError, with nothing left, where it cannot."""
    try:
        for place in places(problem_id):
            (root / place).parent.mkdir(parents=True, exist_ok=True)
        # Next to its goal, so that each move is one step.
        with tempfile.TemporaryDirectory(prefix=f".new-{problem_id}-", dir=root) as scratch:
            for name, text in files.items():
                path = Path(scratch, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            _move(Path(scratch), root, places(problem_id))
    except OSError as error:
        raise UsageError(
            f"cannot write {problem_id} into {root}: {error.strerror}; nothing was made"
        ) from error


def _move(source: Path, root: Path, names: Sequence[str]) -> None:
    done: list[Path] = []
    try:
        for name in names:
            (source / name).rename(root / name)
            done.append(root / name)
    except BaseException:  # Half a problem would stop every command that lists them.
        for path in done:
            shutil.rmtree(path)
        raise
