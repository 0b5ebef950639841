"""The layout of the official cats and dogs, from the complete archive or a smaller copy of it."""

from __future__ import annotations

import re
import shutil
import warnings
from typing import TYPE_CHECKING

from grader.datasets.cats_and_dogs.spec import EMPTY, HELD_OUT, SHOWN, SPEC, THUMBS, THUMBS_BYTES
from grader.datasets.layout import hold_out, made
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CAPS = Caps(files=26_000, bytes=3 << 29)
_NUMBERED = re.compile(r"(?:0|[1-9][0-9]{0,5})\.jpg")


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Show the first 1,500 images of each class, by their numbers, and hold out the next 400.

    Files that are not readable images are left out, but for the one without bytes. A smaller copy
    has the official names, so that the same images are chosen from it.
    """
    unpacked = folder / "unpacked"
    for file, archive in archives.items():
        unpack(archive, unpacked / file, _CAPS, progress)
    chosen: list[tuple[str, int, Path]] = []
    for label, name in enumerate(SPEC.classes):
        files = _numbered(unpacked, name)
        readable = _readable(files, name, progress)
        place = made(folder / "visible" / "PetImages" / name)
        for path in [_empty(files, name), *readable[:SHOWN]]:
            path.rename(place / path.name)
        (place / THUMBS).write_bytes(THUMBS_BYTES)
        chosen += [(f"{name}/{path.name}", label, path) for path in readable[SHOWN:]]
    hold_out(folder, SPEC.classes, chosen)
    shutil.rmtree(unpacked)


def _numbered(unpacked: Path, name: str) -> list[Path]:
    """Return the files of a class in all archives, in the order of their numbers."""
    found = {
        path.name: path
        for path in unpacked.glob(f"*/PetImages/{name}/*.jpg")
        if _NUMBERED.fullmatch(path.name)
    }
    return sorted(found.values(), key=lambda path: int(path.stem))


def _empty(files: list[Path], name: str) -> Path:
    """Return the file without bytes of a class; raises UsageError where there is none."""
    for path in files:
        if path.name == EMPTY[name] and not path.stat().st_size:
            return path
    raise UsageError(f"the archives of cats-and-dogs have no empty {name}/{EMPTY[name]}")


def _readable(files: list[Path], name: str, progress: Progress) -> list[Path]:
    """Return as many readable images as are needed; raises UsageError where there are fewer."""
    needed = SHOWN + HELD_OUT
    readable: list[Path] = []
    for path in files:
        if len(readable) == needed:
            break
        if _is_readable(path):
            readable.append(path)
            progress(f"reading images of class {name}", len(readable), needed)
    if len(readable) < needed:
        raise UsageError(
            f"the archives of cats-and-dogs have {len(readable)} readable images of class "
            f"{name}, expected {needed}"
        )
    return readable


def _is_readable(path: Path) -> bool:
    """Tell whether a file is a JPEG image that can be decoded to its end."""
    from PIL import Image  # noqa: PLC0415

    try:
        # Some images have damaged camera metadata, which does no harm.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("JPEG",)) as opened:
                opened.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
