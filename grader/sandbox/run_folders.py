"""Folders of boxes: made for one run, removed after it, swept where a run could not do so."""

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
INTERRUPTED_SECONDS = 0.5  # Whoever presses Ctrl-C does not wait; the next run removes the rest.
SWEEP_SECONDS = 10.0  # Every check waits so long at most.
LOCK = ".lock"
NAME = re.compile(r"([0-9]{1,9})-([0-9]{1,12})-[0-9a-f]+")


@contextlib.contextmanager
def sandbox_folder(sandbox_root: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """A new folder below `boxes`, gone when the block is left; raises UsageError if it cannot be.

    Its name carries this process, so that a later run removes what a killed one left. `say` gets
    one line where the folder cannot be removed.
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
    """Remove what killed runs left, as far as possible and in bounded time."""
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
    """Whether a process uses a folder; the kernel knows after a change of the clock, too."""
    try:
        with held(folder / LOCK, _refuse):
            return False
    except BlockingIOError:
        return True
    except OSError:  # Locked by modes or no folder: it is removed as far as possible.
        return False


def _refuse() -> None:
    raise BlockingIOError
