"""Folders of sandboxes: made for one run and removed after it, or by a later run."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from typing import TYPE_CHECKING

import psutil

from grader.locking import held
from grader.sandbox.folder_tree import SECONDS, remove
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CLOCK_ERROR = 2.0  # seconds
INTERRUPTED_SECONDS = 0.5  # After Ctrl-C nobody waits; the next run removes the rest.
SWEEP_SECONDS = 10.0  # the longest that a check waits
LOCK = ".lock"
NAME = re.compile(r"([0-9]{1,9})-([0-9]{1,12})-[0-9a-f]+")


@contextlib.contextmanager
def sandbox_folder(sandbox_root: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """Yield a new folder and remove it afterwards; raises UsageError if it cannot be made.

    Its name identifies this process, so that a later run can remove what a killed one left. `say`
    gets one line if the folder cannot be removed.
    """
    _sweep(make_folder(sandbox_root))
    name = f"{os.getpid()}-{int(psutil.Process().create_time())}-{secrets.token_hex(4)}"
    folder = sandbox_root / name
    seconds = SECONDS
    try:
        make_folder(folder).chmod(0o700)
        with held(folder / LOCK, _refuse):
            yield folder
    except KeyboardInterrupt:
        seconds = INTERRUPTED_SECONDS
        raise
    finally:
        if not remove(folder, seconds) and seconds == SECONDS:
            say(f"Could not remove all of {folder}: remove it by hand")


def _sweep(sandbox_root: Path) -> None:
    """Remove what killed runs left, as far as possible, in limited time."""
    until = time.monotonic() + SWEEP_SECONDS
    with contextlib.suppress(OSError):
        for folder in list(sandbox_root.iterdir()):
            made_by = NAME.fullmatch(folder.name)
            if made_by and not _runs(int(made_by[1]), int(made_by[2])) and not _is_held(folder):
                remove(folder, until - time.monotonic())


def _runs(pid: int, began: int) -> bool:
    try:
        return bool(abs(psutil.Process(pid).create_time() - began) < CLOCK_ERROR)
    except psutil.NoSuchProcess:
        return False
    except (psutil.Error, OverflowError):
        return True


def _is_held(folder: Path) -> bool:
    """Whether a process uses a folder; a lock holds even if the clock was changed."""
    try:
        with held(folder / LOCK, _refuse):
            return False
    except BlockingIOError:
        return True
    except OSError:  # Unreadable or not a folder: remove what can be removed.
        return False


def _refuse() -> None:
    raise BlockingIOError
