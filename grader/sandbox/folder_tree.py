"""Walk over, open up and remove a folder that a submission filled, by descriptors."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READABLE = stat.S_IRUSR | stat.S_IXUSR
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def walk(top: Path) -> Iterator[os.DirEntry[str]]:
    """Yield each entry below a folder, however deep; no link is followed.

    A folder that its owner cannot read becomes readable. Two descriptors are open at most. Where a
    folder moves meanwhile, the walk goes on from those above it that are still in their places.
    """
    with contextlib.suppress(OSError):
        here = open_folder(os.fspath(top))
        try:
            inner: list[str] = []
            yield from _entries(here, inner)
            levels = [_Level(os.fspath(top), _identity(here), inner)]
            while levels:
                names = levels[-1].inner
                if names:
                    with contextlib.suppress(OSError):
                        name = names.pop()
                        here = _replaced(here, open_folder(name, here))
                        inner = []
                        levels.append(_Level(name, _identity(here), inner))
                        yield from _entries(here, inner)
                else:
                    levels.pop()
                    if levels:
                        here = _replaced(here, os.open("..", _FOLDER, dir_fd=here))
                        if _identity(here) != levels[-1].identity:
                            here = _replaced(here, _in_place(levels))
        finally:
            os.close(here)


class _Level(NamedTuple):
    """A folder on the way down: its name, which it is, and its inner folders still to walk."""

    name: str
    identity: tuple[int, int]
    inner: list[str]


def _in_place(levels: list[_Level]) -> int:
    """Open the innermost folder that has not moved, and drop the levels below it."""
    here = open_folder(levels[0].name)
    for depth, level in enumerate(levels[1:], 1):
        try:
            inner = open_folder(level.name, here)
        except OSError:
            del levels[depth:]
            break
        if _identity(inner) != level.identity:
            os.close(inner)
            del levels[depth:]
            break
        here = _replaced(here, inner)
    return here


def _entries(folder: int, inner: list[str]) -> Iterator[os.DirEntry[str]]:
    """Yield a folder's entries, and add the names of its folders to `inner`."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry.name)


def _identity(folder: int) -> tuple[int, int]:
    status = os.fstat(folder)
    return status.st_dev, status.st_ino


def _replaced(old: int, new: int) -> int:
    os.close(old)
    return new


def make_readable(top: Path) -> None:
    """Let the owner read every folder below this one, whatever modes a submission gave them."""
    for _ in walk(top):
        pass


def open_folder(name: str, above: int | None = None) -> int:
    """Open a folder to read it, as its owner; raises OSError if it is not a folder."""
    try:
        descriptor = os.open(name, _FOLDER, dir_fd=above)
    except PermissionError:
        make_ours(name, above)
        return os.open(name, _FOLDER, dir_fd=above)
    if os.fstat(descriptor).st_mode & READABLE != READABLE:
        with contextlib.suppress(OSError):
            make_ours(name, above)
    return descriptor


def make_ours(name: str, above: int | None = None) -> None:
    """Give a folder's owner all rights; a link in its place is not followed."""
    try:
        os.chmod(name, stat.S_IRWXU, dir_fd=above, follow_symlinks=False)
    except (NotImplementedError, ValueError) as error:  # The C library does not support it.
        raise PermissionError(str(error)) from error


SECONDS = 30.0


def remove(folder: Path, seconds: float = SECONDS) -> bool:
    """Remove a folder and all below it, and return whether it is gone; raises no error.

    Links are removed, not followed. What cannot be removed in `seconds` is left.
    """
    with contextlib.suppress(OSError):
        above = os.open(folder.parent, os.O_RDONLY)
        try:
            _empty(above, folder.name, time.monotonic() + seconds)
            os.rmdir(folder.name, dir_fd=above)
        finally:
            os.close(above)
    return not os.path.lexists(folder)


def _empty(above: int, name: str, until: float) -> None:
    """Remove all that a folder holds, as far as possible.

    Every inner folder moves to the top before its entries are removed. No path gets too long
    then, and two descriptors are enough for any depth.
    """
    top = _opened(name, above)
    try:
        waiting, prefix, moved = _names(top), secrets.token_hex(8), 0
        while waiting and time.monotonic() < until:
            each = waiting.pop()
            if _unlinked(each, top):
                continue
            with contextlib.suppress(OSError):
                inner = _opened(each, top)
                try:
                    for entry in _names(inner):
                        if time.monotonic() > until:
                            return
                        moved += 1
                        new = f"{prefix}-{moved}"
                        if not _unlinked(entry, inner) and _moved(entry, inner, new, top):
                            waiting.append(new)
                finally:
                    os.close(inner)
                os.rmdir(each, dir_fd=top)
    finally:
        os.close(top)


def _opened(name: str, above: int) -> int:
    with contextlib.suppress(OSError):
        make_ours(name, above)
    return open_folder(name, above)


def _names(folder: int) -> list[str]:
    return os.listdir(folder)


def _unlinked(name: str, folder: int) -> bool:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError:  # Usually a folder.
        return False
    return True


def _moved(name: str, folder: int, new: str, top: int) -> bool:
    try:
        make_ours(name, folder)  # Moving a folder changes its "..", which needs write permission.
        os.rename(name, new, src_dir_fd=folder, dst_dir_fd=top)
    except OSError:
        return False
    return True
