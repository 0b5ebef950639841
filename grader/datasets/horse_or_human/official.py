"""The layout of the official horses and humans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.horse_or_human.spec import SPEC, TRAINING, VALIDATION
from grader.datasets.layout import hold_out, made
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CAPS = Caps(files=4_000, bytes=1 << 30)
# Name prefixes of the individuals of each class that are held out. All images of an individual
# are held out, so that no visible image shows it.
_HELD_OUT = (("horse2-", "horse4-", "horse6-"), ("valhuman02-", "valhuman04-"))


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hold out some validation individuals; mirrored images of others take over their names."""
    visible = made(folder / "visible")
    for name in (TRAINING, VALIDATION):
        archive = archives[f"{name}.zip"]
        unpack(archive, visible / name, _CAPS, progress)
        _remove_strays(visible / name)
    archive = archives[f"{VALIDATION}.zip"]
    validation = visible / VALIDATION
    chosen = [
        (path.name, label, path)
        for label, name in enumerate(SPEC.classes)
        for path in _to_hold_out(archive, validation / name, label)
    ]
    hold_out(folder, SPEC.classes, chosen)
    for label, name in enumerate(SPEC.classes):
        taken = sorted(path for _, its, path in chosen if its == label)
        others = sorted(set((validation / name).iterdir()) - set(taken))
        for index, path in enumerate(taken):
            _mirror(archive, others[index * len(others) // len(taken)], path)
            progress(f"mirroring {name}", index + 1, len(taken))


def _remove_strays(folder: Path) -> None:
    """Remove what is not an image of a class, such as files of an operating system."""
    images = {path for name in SPEC.classes for path in (folder / name).glob("*.png")}
    folders = {folder / name for name in SPEC.classes}
    for path in sorted(set(folder.rglob("*")) - images - folders, reverse=True):
        # In this order, the content of a folder is removed before the folder.
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _to_hold_out(archive: Path, folder: Path, label: int) -> list[Path]:
    """Return the images of a class to hold out; raises UsageError where some are missing."""
    prefixes, expected = _HELD_OUT[label], SPEC.held_out["real"][label]
    found = [path for path in sorted(folder.glob("*.png")) if path.name.startswith(prefixes)]
    if len(found) != expected:
        raise UsageError(
            f"{archive.name} has {len(found)} {folder.name} with names that begin with "
            f"{', '.join(prefixes)}, expected {expected}"
        )
    return found


def _mirror(archive: Path, original: Path, target: Path) -> None:
    """Replace an image by another one with left and right exchanged, of whatever size it is."""
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(original, formats=("PNG",)) as opened:
            mirrored = opened.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"{archive.name}: {original.name} is not a valid image") from error
    with target.open("wb") as stream:
        mirrored.save(stream, "PNG")
