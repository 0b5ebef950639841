"""The layout of the official horses and humans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.held_out import hide, made
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CLASSES = ("horses", "humans")
_CAPS = Caps(files=4_000, bytes=1 << 30)
# Whole individuals, so that no hidden one is seen on a visible picture; and on how many pictures.
_HIDDEN_INDIVIDUALS = {
    "horses": (("horse2-", "horse4-", "horse6-"), 55),
    "humans": (("valhuman02-", "valhuman04-"), 50),
}


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hide some individuals of the validation set; mirrored pictures of others have their names."""
    visible = made(folder / "visible")
    for name in ("horse-or-human", "validation-horse-or-human"):
        archive = archives[f"{name}.zip"]
        unpack(archive, visible / name, _CAPS, progress)
        _drop_strays(visible / name)
    archive = archives["validation-horse-or-human.zip"]
    validation = visible / "validation-horse-or-human"
    chosen = [
        (path.name, label, path)
        for label, name in enumerate(_CLASSES)
        for path in _to_hide(archive, validation / name)
    ]
    hide(folder, _CLASSES, chosen)
    for label, name in enumerate(_CLASSES):
        taken = sorted(path for _, its, path in chosen if its == label)
        others = sorted(set((validation / name).iterdir()) - set(taken))
        for index, path in enumerate(taken):
            _mirror(archive, others[index * len(others) // len(taken)], path)
            progress(f"mirroring {name}", index + 1, len(taken))


def _drop_strays(folder: Path) -> None:
    """Delete what is no picture of a class: an archive may hold what some system left in it."""
    images = {path for name in _CLASSES for path in (folder / name).glob("*.png")}
    folders = {folder / name for name in _CLASSES}
    for path in sorted(set(folder.rglob("*")) - images - folders, reverse=True):
        # In this order, what a folder holds goes before it.
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _to_hide(archive: Path, folder: Path) -> list[Path]:
    """Find the pictures to hide; raises UsageError where they are not all there."""
    prefixes, count = _HIDDEN_INDIVIDUALS[folder.name]
    found = [path for path in sorted(folder.glob("*.png")) if path.name.startswith(prefixes)]
    if len(found) != count:
        raise UsageError(
            f"{archive.name}: {len(found)} {folder.name} have names beginning "
            f"{', '.join(prefixes)}, {count} should"
        )
    return found


def _mirror(archive: Path, original: Path, target: Path) -> None:
    """Replace a picture by another one with left and right exchanged, of whatever size it is."""
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(original, formats=("PNG",)) as opened:
            mirrored = opened.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"{archive.name}: {original.name} is no sound picture") from error
    with target.open("wb") as stream:
        mirrored.save(stream, "PNG")
