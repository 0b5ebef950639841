"""Remove a sandbox's folder, whatever the program inside has made of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from typing import TYPE_CHECKING

from grader.box.tree import make_ours, open_folder

if TYPE_CHECKING:
    from pathlib import Path

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
    except OSError:  # A folder, as a rule.
        return False
    return True


def _moved(name: str, folder: int, new: str, top: int) -> bool:
    try:
        make_ours(name, folder)  # Moving a folder changes its "..", which needs write permission.
        os.rename(name, new, src_dir_fd=folder, dst_dir_fd=top)
    except OSError:
        return False
    return True
