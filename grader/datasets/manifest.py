"""The manifest of an installed data set: the size and the hash of each of its files."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from grader.progress import Progress

NAME = "files.json"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Damage:
    """A defect of a data set: the path below its folder, and what is wrong with it."""

    path: str
    what: str

    def __str__(self) -> str:
        """The defect as a sentence."""
        return f"{self.path} {self.what}"


@dataclass(frozen=True)
class Origin:
    """The source of a data set, in words, and the sha256 of each archive it was made of."""

    text: str
    archives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileRecord:
    """One file when the data set was built."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All files and folders of a data set, by their POSIX paths below it."""

    origin: Origin
    files: Mapping[str, FileRecord]
    folders: frozenset[str]

    @property
    def bytes(self) -> int:
        """The total size of the files."""
        return sum(record.bytes for record in self.files.values())


def read(folder: Path) -> Manifest | None:
    """Return the manifest of a data set; None where it is missing or damaged."""
    try:
        stored = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return _parsed(stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def write(folder: Path, origin: Origin, progress: Progress) -> None:
    """Write the manifest of all files in a folder, atomically; the same files give the same text.

    Raises OSError where an entry is neither a regular file nor a folder.
    """
    sizes: dict[str, int] = {}
    folders: list[str] = []
    for path, entry in _walk(folder):
        if entry.is_dir(follow_symlinks=False):
            folders.append(path)
        elif entry.is_file(follow_symlinks=False):
            sizes[path] = entry.stat(follow_symlinks=False).st_size
        else:
            raise OSError(0, "is neither a regular file nor a folder", str(folder / path))
    sizes.pop(NAME, None)
    stored = {
        "origin": {"text": origin.text, "archives": dict(sorted(origin.archives.items()))},
        "folders": sorted(folders),
        "files": {
            path: [sizes[path], _sha256(folder / path)] for path in _in_order(sizes, progress)
        },
    }
    text = json.dumps(stored, indent=1)
    part = folder / f".{NAME}.part"
    part.write_text(text + "\n", encoding="utf-8", newline="\n")
    part.replace(folder / NAME)


def damages(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Yield the defects that names and sizes show: missing, resized and unexpected files."""
    missing = {**manifest.files}
    try:
        for path, entry in _walk(folder):
            if entry.is_dir(follow_symlinks=False):
                if path not in manifest.folders:
                    yield Damage(path, "is an unexpected folder")
            elif path in missing:
                size = missing.pop(path).bytes
                if not entry.is_file(follow_symlinks=False):
                    yield Damage(path, "is not a regular file")
                elif (actual := entry.stat(follow_symlinks=False).st_size) != size:
                    yield Damage(path, f"has {actual} bytes, expected {size}")
            elif path != NAME:
                yield Damage(path, "is an unexpected file")
    except OSError as error:
        yield Damage(_below(folder, error), f"cannot be read ({error.strerror})")
        return
    for path in missing:
        yield Damage(path, "is missing")


def changed(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[Damage]:
    """Yield what `damages` does, then the files of the right size with other bytes."""
    found = list(damages(folder, manifest))
    yield from found
    damaged = {damage.path for damage in found}
    sizes = {path: it.bytes for path, it in manifest.files.items() if path not in damaged}
    for path in _in_order(sizes, progress):
        try:
            actual = _sha256(folder / path)
        except OSError as error:
            yield Damage(path, f"cannot be read ({error.strerror})")
            continue
        if actual != manifest.files[path].sha256:
            yield Damage(path, "has changed since it was installed")


def _in_order(sizes: Mapping[str, int], progress: Progress) -> Iterator[str]:
    """Yield the paths in order, and report progress by the bytes of those that are done."""
    total = sum(sizes.values())
    done = 0
    for path in sorted(sizes):
        yield path
        done += sizes[path]
        progress("checking files", done, total)


def _sha256(path: Path) -> str:
    import hashlib  # noqa: PLC0415  (not needed to find a data set)

    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _walk(folder: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield all entries below a folder, in the order of their names, without following links."""
    with os.scandir(folder / below) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = f"{below}{entry.name}"
        yield path, entry
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{path}/")


def _below(folder: Path, error: OSError) -> str:
    """Return the path below the folder that an error is about."""
    path = os.path.relpath(error.filename or folder, folder)
    return path.replace(os.sep, "/")


def _parsed(stored: dict[str, Any]) -> Manifest:
    """Return the manifest in parsed JSON; raises one of several errors where it is invalid."""
    origin = stored["origin"]
    archives = {_text(file): _text(found) for file, found in origin["archives"].items()}
    files = {
        path: FileRecord(_size(size), _text(found))
        for path, (size, found) in stored["files"].items()
    }
    folders = frozenset(_text(path) for path in stored["folders"])
    return Manifest(Origin(_text(origin["text"]), archives), files, folders)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _size(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
