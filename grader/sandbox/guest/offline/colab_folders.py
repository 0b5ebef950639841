"""Folders of other machines that course code uses."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

from .file_server import NotServed

if TYPE_CHECKING:
    from .file_server import Server

# Coursera's machines have archives there, beside the folder in which a program starts.
BESIDE = re.compile(rb"tmp2/([\w-]+\.(?:zip|npz))")
TMP = "/tmp"  # noqa: S108  (the sandbox's own)


def fill(home: str, source: bytes, server: Server) -> None:
    """Write the archives that a program names to the folder `../tmp2`."""
    folder = os.path.join(home, "tmp2")  # noqa: PTH118
    for name in sorted({found.decode() for found in BESIDE.findall(source)}):
        with contextlib.suppress(NotServed, OSError, ImportError):
            served = server.open(name)
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123
                shutil.copyfileobj(served.file, file)


def let_archives_be_opened(server: Server) -> None:
    """Create a known archive when `ZipFile` opens one that nothing has downloaded.

    On the author's machine another cell or a manual download put it there.
    """
    initialize = zipfile.ZipFile.__init__

    def open_archive(self: Any, file: Any, *given: Any, **options: Any) -> None:  # noqa: ANN401
        try:
            initialize(self, file, *given, **options)
        except FileNotFoundError:
            is_read = (given[0] if given else options.get("mode", "r")) == "r"
            if not is_read or not _create(file, server):
                raise
            initialize(self, file, *given, **options)

    zipfile.ZipFile.__init__ = open_archive  # type: ignore[method-assign]


def _create(path: Any, server: Server) -> bool:  # noqa: ANN401
    """Create the archive of this path; False where it is unknown or cannot be created."""
    if not isinstance(path, (str, os.PathLike)) or not server.knows(os.fspath(path)):
        return False
    with contextlib.suppress(NotServed, OSError, ImportError):
        served = server.open(os.fspath(path))
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            shutil.copyfileobj(served.file, file)
        return True
    return False


def let_tmp_be_removed(source: bytes) -> None:
    """Let `shutil.rmtree("/tmp")` empty it, and a following `os.mkdir("/tmp")` succeed.

    On Colab both work. The sandbox's /tmp is a mount: it can be emptied but not removed.
    """
    if b"rmtree" not in source or TMP.encode() not in source or os.environ.get("TMPDIR") != TMP:
        return
    rmtree, mkdir = shutil.rmtree, os.mkdir
    gone = []

    def remove(path: Any, *given: Any, **options: Any) -> None:  # noqa: ANN401
        if not _is_tmp(path):
            rmtree(path, *given, **options)
            return
        gone.append(path)
        for entry in os.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)  # noqa: PTH108

    def make(path: Any, *given: Any, **options: Any) -> None:  # noqa: ANN401
        if gone and _is_tmp(path):
            gone.clear()
        else:
            mkdir(path, *given, **options)

    shutil.rmtree, os.mkdir = remove, make  # type: ignore[assignment]


def _is_tmp(path: Any) -> bool:  # noqa: ANN401
    return isinstance(path, (str, os.PathLike)) and os.path.normpath(path) == TMP
