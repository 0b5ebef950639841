"""Folders of boxes: made for one run, removed after it, swept where a run could not do so."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from grader.box.running import remove
from grader.errors import UsageError
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOCK_ERROR = 2.0  # seconds


@contextlib.contextmanager
def box_folder(boxes: Path) -> Iterator[Path]:
    """A new folder below `boxes`, gone when the block is left; raises UsageError if it cannot be.

    Its name carries this process, so that a later run removes what a killed one left.
    """
    _sweep(make_folder(boxes))
    name = f"{os.getpid()}-{int(psutil.Process().create_time())}-{secrets.token_hex(4)}"
    folder = make_folder(boxes / name)
    folder.chmod(0o700)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            remove(folder)


@contextlib.contextmanager
def kept(work: Path, target: Path | None) -> Iterator[None]:
    """Copy a box's work folder to `target` however the block is left, the data in it left out.

    Raises UsageError where the target holds something already or cannot be written.
    """
    if target is not None and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty; name a new folder to keep files in")
    try:
        yield
    finally:
        if target is not None and work.is_dir():
            _copy(work, target)


def _copy(work: Path, target: Path) -> None:
    def left_out(folder: str, names: list[str]) -> list[str]:
        top = ["data"] if Path(folder) == work else []
        # A pipe would be waited for, a device copied without end.
        return top + [name for name in names if _is_special(Path(folder) / name)]

    try:
        shutil.copytree(work, target, symlinks=True, dirs_exist_ok=True, ignore=left_out)
    except (OSError, shutil.Error) as error:
        raise UsageError(f"cannot keep files in {target}: {error}") from error


def _is_special(path: Path) -> bool:
    return not (path.is_symlink() or path.is_file() or path.is_dir())


def _sweep(boxes: Path) -> None:
    for folder in boxes.iterdir():
        pid, _, rest = folder.name.partition("-")
        began = rest.partition("-")[0]
        if pid.isdigit() and began.isdigit() and not _runs(int(pid), int(began)):
            with contextlib.suppress(OSError):
                remove(folder)


def _runs(pid: int, began: int) -> bool:
    try:
        return bool(abs(psutil.Process(pid).create_time() - began) < CLOCK_ERROR)
    except psutil.Error:
        return False
