"""The layout of the official cats and dogs, from the whole archive or from a smaller copy of it."""

from __future__ import annotations

import re
import shutil
import warnings
from typing import TYPE_CHECKING

from grader.datasets.held_out import hide, made
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CLASSES = ("Cat", "Dog")
_SHOWN_A_CLASS, _HIDDEN_A_CLASS = 1_500, 400
# The official files without bytes, that a submission has to leave out.
_EMPTY = {"Cat": "666.jpg", "Dog": "11702.jpg"}
_CAPS = Caps(files=26_000, bytes=3 << 29)
_NUMBERED = re.compile(r"(?:0|[1-9][0-9]{0,5})\.jpg")
# What Windows leaves in a folder of pictures. The official one shows pictures that are hidden
# here, so this one stands in its place: the signature of its format, and a first sector of nothing.
THUMBS = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Show the first 1,500 pictures of each class, by their numbers, and hide the next 400.

    What is no readable picture is passed over, and the file without bytes is shown. A smaller
    copy has the official names, so that the same choice is made of it.
    """
    unpacked = folder / "unpacked"
    for file, archive in archives.items():
        unpack(archive, unpacked / file, _CAPS, progress)
    chosen: list[tuple[str, int, Path]] = []
    for label, name in enumerate(_CLASSES):
        files = _numbered(unpacked, name)
        readable = _readable(files, name, progress)
        place = made(folder / "visible" / "PetImages" / name)
        for path in [_empty(files, name), *readable[:_SHOWN_A_CLASS]]:
            path.rename(place / path.name)
        (place / "Thumbs.db").write_bytes(THUMBS)
        chosen += [(f"{name}/{path.name}", label, path) for path in readable[_SHOWN_A_CLASS:]]
    hide(folder, _CLASSES, chosen)
    shutil.rmtree(unpacked)


def _numbered(unpacked: Path, name: str) -> list[Path]:
    """Find a class's files in whatever archives there are, in the order of their numbers."""
    found = {
        path.name: path
        for path in unpacked.glob(f"*/PetImages/{name}/*.jpg")
        if _NUMBERED.fullmatch(path.name)
    }
    return sorted(found.values(), key=lambda path: int(path.stem))


def _empty(files: list[Path], name: str) -> Path:
    """Find a class's file without bytes; raises UsageError where there is none."""
    for path in files:
        if path.name == _EMPTY[name] and not path.stat().st_size:
            return path
    raise UsageError(f"the archives of cats-and-dogs hold no empty {name}/{_EMPTY[name]}")


def _readable(files: list[Path], name: str, progress: Progress) -> list[Path]:
    """Find as many readable pictures as are wanted; raises UsageError where there are fewer."""
    wanted = _SHOWN_A_CLASS + _HIDDEN_A_CLASS
    readable: list[Path] = []
    for path in files:
        if len(readable) == wanted:
            break
        if _is_readable(path):
            readable.append(path)
            progress(f"reading {name} pictures", len(readable), wanted)
    if len(readable) < wanted:
        raise UsageError(
            f"the archives of cats-and-dogs hold {len(readable)} readable pictures of class "
            f"{name}, {wanted} are wanted"
        )
    return readable


def _is_readable(path: Path) -> bool:
    """Tell whether a file is a JPEG picture that can be decoded to its end."""
    from PIL import Image  # noqa: PLC0415

    try:
        # Some pictures have notes of a camera that are damaged, which harms nobody.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("JPEG",)) as opened:
                opened.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
