"""A split that a submission made on disk: its place and the contents of its folders."""

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
COPIES = (IMAGE, ".jpeg", ".png", ".bmp", ".gif")  # A copy may have another suffix.
MOST_FOLDERS = 5_000
MOST_FILES = 20_000
DEEPEST = 8
LARGEST = 5 * 10**6  # bytes of a file that is read
MOST_BYTES = 4 * 10**9  # read from one folder at most; each link to one file counts
SOURCES = ("data/PetImages/Cat", "data/PetImages/Dog")

# Used instead of a hash: for an empty file, and for an entry that is not a regular file.
EMPTY, LINK, NO_FILE, TOO_LARGE = "empty", "link", "no file", "too large"

Contents = dict[str, str]


@dataclass(frozen=True)
class Names:
    """Folder names of a split: the top folder, and `parts` by our own names."""

    top: str
    parts: Mapping[str, str]

    @property
    def both(self) -> str:
        """The names of both parts, joined by "and"."""
        return " and ".join(self.parts[part] for part in PARTS)


@dataclass(frozen=True)
class Split:
    """A split on disk; `files[part][class]` maps each file name to the hash of its bytes."""

    root: Path
    names: Names
    files: Mapping[str, Mapping[str, Contents]]

    def folders(self) -> Iterator[tuple[str, str, Contents]]:
        """Yield every folder as part, class and contents, in the order of the statement."""
        for part, classes in self.files.items():
            for name, contents in classes.items():
                yield part, name, contents

    @property
    def is_empty(self) -> bool:
        """Whether nothing was copied."""
        return not any(files for _, _, files in self.folders())

    @property
    def overlaps(self) -> bool:
        """Whether an image was copied to both parts under the same name."""
        training, testing = (self.files[part] for part in PARTS)
        return any(training[name].items() & testing[name].items() for name in training)

    def place(self, part: str, name: str) -> str:
        """Return the folder of a class in a part, as in the statement: testing/cats."""
        return f"{self.names.parts[part]}/{name}"


def contents(folder: Path) -> Contents:
    """Map every entry of a folder to the hash of its bytes, or to the kind of entry."""
    found: Contents = {}
    left = MOST_BYTES
    for entry in _entries(folder):
        found[entry.name] = digest(Path(entry.path), left)
        if found[entry.name] not in {EMPTY, LINK, NO_FILE, TOO_LARGE}:
            left -= entry.stat(follow_symlinks=False).st_size
    return dict(sorted(found.items()))


def good(folder: Contents) -> Contents:
    """Return the images that are not empty: those that a split must copy."""
    return {
        name: value
        for name, value in folder.items()
        if name.lower().endswith(IMAGE) and value not in {EMPTY, LINK, NO_FILE}
    }


def orders(folder: Path, names: Iterable[str]) -> list[list[str]]:
    """Return the names in every order that a folder has without shuffling."""
    chosen = set(names)
    listed = [entry.name for entry in _entries(folder) if entry.name in chosen]
    by_name = sorted(chosen)
    by_number = sorted(chosen, key=lambda name: (len(name), name))
    by_size = sorted(by_name, key=lambda name: (folder / name).lstat().st_size)
    return [listed, by_name, by_number, by_size]


def step_in(order: Sequence[str], part: set[str]) -> int:
    """Return the constant step between a part's places in an order: 1 if adjacent, 0 if none."""
    places = [place for place, name in enumerate(order) if name in part]
    steps = {after - before for before, after in itertools.pairwise(places)}
    return steps.pop() if len(steps) == 1 else 0


def find(tops: Iterable[Path], classes: tuple[str, ...], names: Names) -> Split | None:
    """Find the split below these folders: the one with the required name, else the first."""
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
    """Return whether any image lies below a folder, apart from the data itself."""
    return any(
        entry.name.lower().endswith(COPIES)
        for folder in _folders(top)
        for entry in _entries(folder)
    )


def tree(top: Path, most: int = 12) -> list[str]:
    """List the folders below a folder with their number of files, for the learner to compare."""
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
    """Yield a folder and all folders below it, nearest first, without links and sources."""
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
    """Return the entries of a folder, in the order in which the system lists them."""
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
    """Return the sha256 of a regular file; the kind of anything else, which is never opened.

    A file of more than `most` or LARGEST bytes is too large.
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
