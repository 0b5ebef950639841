"""Copies of what was handed in, one a content, under the hash of their bytes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from grader.errors import UsageError
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "submissions"
SUFFIXES = (".py", ".ipynb", ".h5")
UNFINISHED = ".unfinished-"
_CHUNK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}\.(py|ipynb|h5)")


def suffix_of(path: Path) -> str:
    """The ending that a file's copy gets; a text of any other name is Python."""
    return path.suffix.lower() if path.suffix.lower() in SUFFIXES else ".py"


def path_of(state: Path, sha256: str, suffix: str) -> Path:
    """Where the copy of these bytes is, or would be."""
    return state / FOLDER / sha256[:2] / f"{sha256}{suffix}"


def keep(state: Path, content: bytes | Path, suffix: str) -> str:
    """Keep a copy, and give its hash, hexadecimal; a file is copied a block at a time.

    The copy is whole and on the disk when this returns. Raises UsageError where it cannot be.
    """
    folder = make_folder(state / FOLDER)
    try:
        with _source(content) as source:
            return _kept(state, folder, source, suffix)
    except OSError as error:
        raise UsageError(
            f"cannot keep a copy of the submission in {folder}: {error.strerror}"
        ) from error


def read(state: Path, sha256: str, suffix: str) -> bytes:
    """The bytes of a copy; raises UsageError where it is missing or not what was kept."""
    path = path_of(state, sha256, suffix)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the copy of the submission is missing: {path}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UsageError(f"the copy of the submission is not what was handed in: {path}")
    return content


def every(state: Path) -> Iterator[Path]:
    """All copies, in the order of their names; no other file that somebody put there."""
    yield from (path for path in _files(state) if _NAME.fullmatch(path.name))


def unfinished(state: Path) -> Iterator[Path]:
    """What a copy that was broken off has left."""
    yield from (path for path in _files(state) if path.name.startswith(UNFINISHED))


def _files(state: Path) -> Iterator[Path]:
    with contextlib.suppress(FileNotFoundError):
        yield from sorted(path for path in (state / FOLDER).rglob("*") if path.is_file())


def _source(content: bytes | Path) -> BinaryIO:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def _kept(state: Path, folder: Path, source: BinaryIO, suffix: str) -> str:
    """Copy under a name of no meaning; only the whole copy gets its own."""
    descriptor, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
    fresh = Path(name)
    try:
        with open(descriptor, "wb") as copy:  # noqa: PTH123  (a descriptor)
            sha256, size = _copied(source, copy)
            place = path_of(state, sha256, suffix)
            if _is_there(place, size):
                return sha256
            copy.flush()
            os.fsync(descriptor)
        place.parent.mkdir(exist_ok=True)
        fresh.replace(place)
        _sync(place.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
    return sha256


def _copied(source: BinaryIO, copy: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_CHUNK):
        digest.update(block)
        size += len(block)
        copy.write(block)
    return digest.hexdigest(), size


def _is_there(place: Path, size: int) -> bool:
    return place.is_file() and place.stat().st_size == size


def _sync(folder: Path) -> None:
    """Have the new name on the disk too, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
