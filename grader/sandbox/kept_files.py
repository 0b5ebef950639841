"""Copy what a submission wrote to the folder that `--keep` names."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED_SECONDS = 0.5
MOST_NOTES = 3
LONGEST = 60  # characters of a path in a note
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # Opening a pipe must not wait.


@contextlib.contextmanager
def kept(work: Path, target: Path | None, most: int) -> Iterator[list[str]]:
    """Copy a sandbox's work folder without its data to `target` when the block is left.

    Copies at most `most` bytes. Yields a list to which the copy adds its notes. Raises UsageError
    if the target is not empty.
    """
    notes: list[str] = []
    if target is None:
        yield notes
        return
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty; name a new folder to keep files in")
    try:
        yield notes
    except KeyboardInterrupt as error:
        failed = _copy(work, target, most, INTERRUPTED_SECONDS)
        what = "a part of what it had saved" if failed else "what it had saved"
        raise KeyboardInterrupt(f"{what} is in {target}" if target.is_dir() else "") from error
    except BaseException:
        _copy(work, target, most, float("inf"))
        raise
    failed = _copy(work, target, most, float("inf"))
    if failed:
        more = f", and {len(failed) - MOST_NOTES:,} more" if len(failed) > MOST_NOTES else ""
        notes.append(f"--keep did not copy {', '.join(failed[:MOST_NOTES])}{more}")


def _copy(work: Path, target: Path, most: int, seconds: float) -> list[str]:
    """Copy a folder as far as possible; return which entries failed, and why."""
    until = time.monotonic() + seconds
    failed: list[str] = []
    waiting = [Path()] if work.is_dir() else []
    while waiting:
        below = waiting.pop()
        with _reported(below, failed):
            # If names ignore case, an inner folder must not be a link that was just copied.
            (target / below).mkdir(parents=not below.parts, exist_ok=not below.parts)
            with os.scandir(work / below) as entries:
                for entry in entries:
                    place = below / entry.name
                    if time.monotonic() > until:
                        return [*failed, "the rest"]
                    if place == Path("data"):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(place)
                    else:
                        with _reported(place, failed):
                            most -= _copy_entry(work / place, target / place, most)
    return failed


@contextlib.contextmanager
def _reported(place: Path, failed: list[str]) -> Iterator[None]:
    """Add an error of one entry to the list, and continue."""
    try:
        yield
    except OSError as error:
        name = place.as_posix()
        shown = f"…{name[-LONGEST:]}" if len(name) > LONGEST else name
        failed.append(f"{shown} ({error.strerror})")


def _copy_entry(source: Path, target: Path, most: int) -> int:
    """Copy a link or a file of at most `most` bytes; return its bytes. Pipes are left out."""
    mode = source.lstat().st_mode
    if stat.S_ISLNK(mode):
        target.symlink_to(source.readlink())
    return _copy_file(source, target, most) if stat.S_ISREG(mode) else 0


def _copy_file(source: Path, target: Path, most: int) -> int:
    with open(os.open(source, _FILE), "rb") as file:  # noqa: PTH123
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise OSError(errno.EFBIG, "above the disk limit")
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        with target.open("xb") as copy:
            shutil.copyfileobj(file, copy)
            # No set-user-ID: the copy belongs to the learner.
            os.fchmod(copy.fileno(), mode & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
    return size
