"""A split on disk: the file names in each folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.assessment.evidence import Evidence

SOURCES = {"cats": "Cat", "dogs": "Dog"}
PARTS = ("training", "testing")
IMAGE = ".jpg"
MOST_FILES = 20_000
LARGEST = 5 * 10**6  # bytes of a file that is compared


@dataclass(frozen=True)
class SplitOnDisk:
    """File names by part and class; `before` are those of the source before the training, by class.

    `listed` are the source's names afterwards, in the order in which the system lists them.
    """

    root: Path
    folders: Mapping[str, str]
    files: Mapping[str, Mapping[str, frozenset[str]]]
    before: Mapping[str, frozenset[str]]
    listed: Mapping[str, Sequence[str]]

    def place(self, part: str, name: str) -> str:
        """Return the folder of a class in a part, as in the statement: testing/cats."""
        return f"{self.folders[part]}/{name}"

    def all(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield every folder as part, class and names."""
        for part in PARTS:
            for name in SOURCES:
                yield part, name, self.files[part][name]


def find(evidence: Evidence) -> SplitOnDisk | None:
    """Return the split, if the problem requires one and it lies in the required folder."""
    split, training = evidence.problem.split, evidence.training
    if split is None:
        return None
    folders = split.folders
    for top in (training.work, training.tmp, training.work / "data"):
        root = top / split.folder
        files = {
            part: {name: frozenset(_names(root / folders[part] / name, top)) for name in SOURCES}
            for part in PARTS
        }
        if any(any(classes.values()) for classes in files.values()):
            seen, own = evidence.dataset.visible, training.work / "data"
            places = {name: f"PetImages/{folder}" for name, folder in SOURCES.items()}
            return SplitOnDisk(
                root,
                folders,
                files,
                {name: frozenset(_names(seen / place, seen)) for name, place in places.items()},
                {name: _names(own / place, own) for name, place in places.items()},
            )
    return None


def in_a_row(orders: Iterable[Sequence[str]], part: frozenset[str]) -> bool:
    """Return whether a part is a run without gaps in one of these orders, but not all of it."""
    for order in orders:
        places = [place for place, name in enumerate(order) if name in part]
        if 1 < len(places) < len(order) and places[-1] - places[0] == len(places) - 1:
            return True
    return False


def are_copies(place: Path, source: Path, names: Iterable[str]) -> bool:
    """Return whether these files are byte-for-byte copies of those in a source."""
    pairs = [(_bytes(place / name), _bytes(source / name)) for name in names]
    return bool(pairs) and all(mine and mine == theirs for mine, theirs in pairs)


def _bytes(path: Path) -> bytes:
    """Return the bytes of a regular file; empty for anything else."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return b""
        return path.read_bytes()
    except OSError:
        return b""


def _names(folder: Path, top: Path) -> list[str]:
    """Return the entries of a folder; none if a link leads out of the top folder."""
    try:
        if not folder.resolve().is_relative_to(top.resolve()):
            return []
        with os.scandir(folder) as entries:
            return [entry.name for _, entry in zip(range(MOST_FILES), entries, strict=False)]
    except OSError:
        return []
