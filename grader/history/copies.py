"""Store copies of submissions under the hash of their bytes, one for each content."""

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
    """Return the suffix of a file's copy; any other text is Python."""
    return path.suffix.lower() if path.suffix.lower() in SUFFIXES else ".py"


def path_of(state: Path, sha256: str, suffix: str) -> Path:
    """Return the path of the copy of these bytes, whether it exists or not."""
    return state / FOLDER / sha256[:2] / f"{sha256}{suffix}"


def store(state: Path, content: bytes | Path, suffix: str) -> str:
    """Store a copy and return its SHA-256 as hexadecimal; a file is copied in blocks.

    The copy is complete and on disk when this returns. Raises UsageError if that fails.
    """
    folder = make_folder(state / FOLDER)
    try:
        with _source(content) as source:
            return _store(state, folder, source, suffix)
    except OSError as error:
        raise UsageError(
            f"cannot store a copy of the submission in {folder}: {error.strerror}"
        ) from error


def read(state: Path, sha256: str, suffix: str) -> bytes:
    """Return the bytes of a copy; raise UsageError if it is missing or was changed."""
    path = path_of(state, sha256, suffix)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the copy of the submission is missing: {path}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UsageError(f"the copy of the submission was changed: {path}")
    return content


def every(state: Path) -> Iterator[Path]:
    """Yield all copies, sorted by name, and no other file in the folder."""
    yield from (path for path in _files(state) if _NAME.fullmatch(path.name))


def unfinished(state: Path) -> Iterator[Path]:
    """Yield what interrupted copies left."""
    yield from (path for path in _files(state) if path.name.startswith(UNFINISHED))


def _files(state: Path) -> Iterator[Path]:
    with contextlib.suppress(FileNotFoundError):
        yield from sorted(path for path in (state / FOLDER).rglob("*") if path.is_file())


def _source(content: bytes | Path) -> BinaryIO:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def _store(state: Path, folder: Path, source: BinaryIO, suffix: str) -> str:
    """Copy to a temporary name, and rename the complete copy."""
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
    """Flush the new name to disk, if the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
