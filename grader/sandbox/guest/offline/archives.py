"""The archives of the known data sets, laid out as the official ones, from the box's own data.

The same data give the same bytes: names are sorted, times are fixed, nothing is compressed.
"""

from __future__ import annotations

import os
import zipfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    # A file's name in an archive and where it lies; a folder's name ends with a slash.
    Member = tuple[str, str]

TIME = (2019, 1, 1, 0, 0, 0)
FOLDER, FILE = 0o40755 << 16 | 0x10, 0o100644 << 16
HANDS = ("paper", "rock", "scissors")
# The filtered set: of each class so many to train with, and numbers from which each part begins.
TRAINING_SHARE = 2 / 3
PARTS = (("train", 0), ("validation", 2000))


def write(file: str, folder: str, target: IO[bytes]) -> None:
    """Write an archive of addresses.FILES; `folder` is that of its set."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, path in _members(file, folder):
            info = zipfile.ZipInfo(name, TIME)
            info.create_system = 3
            info.external_attr = FILE if path else FOLDER
            if not path:
                archive.writestr(info, b"")
                continue
            with open(path, "rb") as image:  # noqa: PTH123
                archive.writestr(info, image.read())


def _members(file: str, folder: str) -> Iterator[Member]:
    if file in {"horse-or-human.zip", "validation-horse-or-human.zip"}:
        return _below(folder, "")
    if file == "rps.zip":
        return _below(folder, "rps/")
    if file == "rockpaperscissors.zip":
        return _hands_twice(folder)
    if file == "cats_and_dogs_filtered.zip":
        return _filtered(folder)
    return _below(folder, "PetImages/")


def _below(folder: str, top: str) -> Iterator[Member]:
    """A folder's content, all of it, below another name."""
    if top:
        yield top, ""
    for name in sorted(os.listdir(folder)):  # noqa: PTH208
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112
            yield from _below(path, f"{top}{name}/")
        else:
            yield top + name, path


def _hands_twice(folder: str) -> Iterator[Member]:
    """As dicoding has it: the three classes, and once more in a folder beside them."""
    yield "rockpaperscissors/", ""
    for top in ("rockpaperscissors/", "rockpaperscissors/rps-cv-images/"):
        if top != "rockpaperscissors/":
            yield top, ""
        for name in HANDS:
            yield from _below(os.path.join(folder, name), f"{top}{name}/")  # noqa: PTH118


def _filtered(folder: str) -> Iterator[Member]:
    """Cats and dogs without the files that are no pictures, divided and numbered anew."""
    top = "cats_and_dogs_filtered/"
    yield top, ""
    for part, begin in PARTS:
        yield f"{top}{part}/", ""
        for kind in ("Cat", "Dog"):
            place = f"{top}{part}/{kind.lower()}s/"
            yield place, ""
            images = _images(os.path.join(folder, kind))  # noqa: PTH118
            cut = int(len(images) * TRAINING_SHARE)
            own = images[:cut] if part == "train" else images[cut:]
            for number, path in enumerate(own, begin):
                yield f"{place}{kind.lower()}.{number}.jpg", path


def _images(folder: str) -> list[str]:
    """The pictures that hold something, 2.jpg before 10.jpg."""
    names = [name for name in os.listdir(folder) if name.lower().endswith(".jpg")]  # noqa: PTH208
    names.sort(key=lambda name: (len(name), name))
    paths = [os.path.join(folder, name) for name in names]  # noqa: PTH118
    return [path for path in paths if os.path.getsize(path)]  # noqa: PTH202
