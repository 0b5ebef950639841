"""The split of problem2 as it lies on disk: which names are in which folder."""

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
    """Names by part and class; `before` and `now` are those of the source, by class.

    `listed` are the source's names in the order in which the system lists them.
    """

    root: Path
    folders: Mapping[str, str]
    files: Mapping[str, Mapping[str, frozenset[str]]]
    before: Mapping[str, frozenset[str]]
    listed: Mapping[str, Sequence[str]]

    def place(self, part: str, name: str) -> str:
        """A part's class as the learner knows it, such as testing/cats."""
        return f"{self.folders[part]}/{name}"

    def all(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Every folder as part, class and names."""
        for part in PARTS:
            for name in SOURCES:
                yield part, name, self.files[part][name]


def find(evidence: Evidence) -> SplitOnDisk | None:
    """The split, where the problem asks for one and it lies under the name asked for."""
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
    """Whether a part stands without gaps in one of these orders, and is not all of it."""
    for order in orders:
        places = [place for place, name in enumerate(order) if name in part]
        if 1 < len(places) < len(order) and places[-1] - places[0] == len(places) - 1:
            return True
    return False


def are_copies(place: Path, source: Path, names: Iterable[str]) -> bool:
    """Whether these files of a folder are, byte for byte, those of the same names in a source."""
    pairs = [(_bytes(place / name), _bytes(source / name)) for name in names]
    return bool(pairs) and all(mine and mine == theirs for mine, theirs in pairs)


def _bytes(path: Path) -> bytes:
    """A plain file's bytes; empty where it is none."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return b""
        return path.read_bytes()
    except OSError:
        return b""


def _names(folder: Path, top: Path) -> list[str]:
    """What a folder holds; nothing where a link leads out of the top."""
    try:
        if not folder.resolve().is_relative_to(top.resolve()):
            return []
        with os.scandir(folder) as entries:
            return [entry.name for _, entry in zip(range(MOST_FILES), entries, strict=False)]
    except OSError:
        return []
