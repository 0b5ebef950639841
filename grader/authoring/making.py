"""Write the files of a new problem to a clone: all of them, or none."""

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
# A title becomes part of templates, in which these have a meaning.
TEMPLATE_SIGNS = ("{{", "{%", "{#")


def places(problem_id: str) -> tuple[str, str]:
    """Return the two folders of a problem, relative to the directory that holds them."""
    return f"problems/{problem_id}", f"solutions/{problem_id}"


def refuse(root: Path, problem_id: str, title: str, others: Collection[str]) -> None:
    """Raise UsageError if a problem of this id and title cannot be created in `root`."""
    if not NAME.fullmatch(problem_id):
        raise UsageError(f"invalid problem id '{problem_id}' (use problem5, problem6 and so on)")
    if not title.strip() or len(title) > LONGEST_TITLE or not title.isprintable():
        raise UsageError(f"--title must be one line of 1 to {LONGEST_TITLE} characters")
    if any(sign in title for sign in TEMPLATE_SIGNS):
        raise UsageError(f"--title must not contain {', '.join(TEMPLATE_SIGNS)}")
    if problem_id in others:
        raise UsageError(f"{problem_id} already exists; choose another id")
    for place in places(problem_id):
        if (root / place).exists() or (root / place).is_symlink():
            raise UsageError(f"{problem_id} already exists: {root / place}")


def require_clone(root: Path) -> None:
    """Raise UsageError if the kit is installed: its own folders then take no new problem."""
    if not INSTALLED.isdisjoint(root.parts) or not (root / "pyproject.toml").is_file():
        raise UsageError(
            f"the kit is installed in {root}; pass --into DIR to create a problem elsewhere"
        )


def put(root: Path, problem_id: str, files: Mapping[str, str]) -> None:
    """Write the files of a new problem; raise UsageError, leaving nothing, if that fails."""
    try:
        for place in places(problem_id):
            (root / place).parent.mkdir(parents=True, exist_ok=True)
        # On the same file system, so that each move is atomic.
        with tempfile.TemporaryDirectory(prefix=f".new-{problem_id}-", dir=root) as scratch:
            for name, text in files.items():
                path = Path(scratch, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            _move(Path(scratch), root, places(problem_id))
    except OSError as error:
        raise UsageError(
            f"cannot write {problem_id} to {root}: {error.strerror}; nothing was created"
        ) from error


def _move(source: Path, root: Path, names: Sequence[str]) -> None:
    done: list[Path] = []
    try:
        for name in names:
            (source / name).rename(root / name)
            done.append(root / name)
    except BaseException:  # Half a problem would break every command that lists problems.
        for path in done:
            shutil.rmtree(path)
        raise
