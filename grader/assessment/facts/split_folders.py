"""A split that a submission made on disk: where it lies, and what its folders hold."""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PARTS = ("training", "testing")
IMAGE = ".jpg"
COPIES = (IMAGE, ".jpeg", ".png", ".bmp", ".gif")  # A copy may have another ending.
MOST_FOLDERS = 5_000
MOST_FILES = 20_000
DEEPEST = 8
LARGEST = 5 * 10**6  # bytes of a file that is read
MOST_BYTES = 4 * 10**9  # that are read of one folder; links to one file count each time
SOURCES = ("data/PetImages/Cat", "data/PetImages/Dog")

# What stands for the bytes of an entry that is no plain file, or one without bytes.
EMPTY, LINK, NO_FILE, TOO_LARGE = "empty", "link", "no file", "too large"

Contents = dict[str, str]


@dataclass(frozen=True)
class Names:
    """What the folders of a split are called: the one at its top, and `parts` by our own names."""

    top: str
    parts: Mapping[str, str]

    @property
    def both(self) -> str:
        """The names of the parts in a row."""
        return " and ".join(self.parts[part] for part in PARTS)


@dataclass(frozen=True)
class Split:
    """`files[part][name of a class]` holds the folder's entries: name -> hash of its bytes."""

    root: Path
    names: Names
    files: Mapping[str, Mapping[str, Contents]]

    def folders(self) -> Iterator[tuple[str, str, Contents]]:
        """Every folder as part, class and contents, in the order of the statement."""
        for part, classes in self.files.items():
            for name, contents in classes.items():
                yield part, name, contents

    @property
    def is_empty(self) -> bool:
        """Whether nothing was copied."""
        return not any(files for _, _, files in self.folders())

    @property
    def overlaps(self) -> bool:
        """Whether a picture was copied to both parts under one name."""
        training, testing = (self.files[part] for part in PARTS)
        return any(training[name].items() & testing[name].items() for name in training)

    def place(self, part: str, name: str) -> str:
        """The folder of a part's class as the learner knows it, such as testing/cats."""
        return f"{self.names.parts[part]}/{name}"


def contents(folder: Path) -> Contents:
    """Every entry of a folder by name, with a hash of its bytes or what else it is."""
    found: Contents = {}
    left = MOST_BYTES
    for entry in _entries(folder):
        found[entry.name] = digest(Path(entry.path), left)
        if found[entry.name] not in {EMPTY, LINK, NO_FILE, TOO_LARGE}:
            left -= entry.stat(follow_symlinks=False).st_size
    return dict(sorted(found.items()))


def good(folder: Contents) -> Contents:
    """The pictures that have bytes: what a split of this folder is made of."""
    return {
        name: value
        for name, value in folder.items()
        if name.lower().endswith(IMAGE) and value not in {EMPTY, LINK, NO_FILE}
    }


def orders(folder: Path, names: Iterable[str]) -> list[list[str]]:
    """The names in every order that a folder has without any shuffling."""
    chosen = set(names)
    listed = [entry.name for entry in _entries(folder) if entry.name in chosen]
    by_name = sorted(chosen)
    by_number = sorted(chosen, key=lambda name: (len(name), name))
    by_size = sorted(by_name, key=lambda name: (folder / name).lstat().st_size)
    return [listed, by_name, by_number, by_size]


def step_in(order: Sequence[str], part: set[str]) -> int:
    """At which equal steps a part stands in an order: 1 without gaps; 0 if at none."""
    places = [place for place, name in enumerate(order) if name in part]
    steps = {after - before for before, after in itertools.pairwise(places)}
    return steps.pop() if len(steps) == 1 else 0


def find(tops: Iterable[Path], classes: tuple[str, ...], names: Names) -> Split | None:
    """The split below one of these places: the one of the usual name, else the first there is."""
    found = [root for top in tops for root in _roots(top, classes, names)]
    named = [root for root in found if root.name == names.top]
    if not found:
        return None
    root = (named or found)[0]
    return Split(
        root,
        names,
        {
            part: {name: contents(root / names.parts[part] / name) for name in classes}
            for part in PARTS
        },
    )


def has_images(top: Path) -> bool:
    """Whether a name of a picture lies anywhere below a place, the data itself left out."""
    return any(
        entry.name.lower().endswith(COPIES)
        for folder in _folders(top)
        for entry in _entries(folder)
    )


def tree(top: Path, most: int = 12) -> list[str]:
    """The folders below a place with how many files each holds, for a learner to compare."""
    lines = []
    for folder in _folders(top):
        count = sum(1 for entry in _entries(folder) if not entry.is_dir(follow_symlinks=False))
        if folder != top and (count or not any(_children(folder))):
            lines.append(f"{folder.relative_to(top).as_posix()}/ ({count:,} files)")
    return lines[:most]


def _roots(top: Path, classes: tuple[str, ...], names: Names) -> Iterator[Path]:
    parts = names.parts.values()
    for folder in _folders(top):
        if all(_is_folder(folder / part / name) for part in parts for name in classes):
            yield folder


def _folders(top: Path) -> Iterator[Path]:
    """A folder and all below it, nearest first, no link followed, the sources left out."""
    waiting, seen, sources = [(top, 0)], 0, {top / source for source in SOURCES}
    while waiting and seen < MOST_FOLDERS:
        folder, depth = waiting.pop(0)
        seen += 1
        yield folder
        if depth < DEEPEST:
            inner = _children(folder)
            waiting += [(path, depth + 1) for path in inner if path not in sources]


def _children(folder: Path) -> list[Path]:
    return sorted(Path(e.path) for e in _entries(folder) if e.is_dir(follow_symlinks=False))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, in the order in which the system lists it."""
    try:
        with os.scandir(folder) as entries:
            return [entry for _, entry in zip(range(MOST_FILES), entries, strict=False)]
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def digest(path: Path, most: int = LARGEST) -> str:
    """The sha256 of a plain file; anything else is told by its kind, and never opened.

    A file of more than `most` bytes is too large, as one above LARGEST is.
    """
    try:
        mode, size = path.lstat().st_mode, path.lstat().st_size
        if stat.S_ISLNK(mode):
            return LINK
        if not stat.S_ISREG(mode):
            return NO_FILE
        if size > min(most, LARGEST):
            return TOO_LARGE
        return hashlib.sha256(path.read_bytes()).hexdigest() if size else EMPTY
    except OSError:
        return NO_FILE
