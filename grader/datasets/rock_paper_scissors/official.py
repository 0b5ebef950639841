"""The layout of the official rock-paper-scissors."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.datasets.held_out import hide, made
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CLASSES = ("paper", "rock", "scissors")
_HIDDEN_A_CLASS = 124
_CAPS = Caps(files=10_000, bytes=1 << 30)


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Show all pictures of the one archive, and hide all of the other."""
    unpacked = folder / "unpacked"
    shown, kept = archives["rps.zip"], archives["rps-test-set.zip"]
    unpack(shown, unpacked / "shown", _CAPS, progress)
    unpack(kept, unpacked / "hidden", _CAPS, progress)
    for name in _CLASSES:
        place = made(folder / "visible" / "rps" / name)
        for path in sorted((unpacked / "shown" / "rps" / name).glob("*.png")):
            path.rename(place / path.name)
    chosen = [
        (f"{name}/{path.name}", label, path)
        for label, name in enumerate(_CLASSES)
        for path in _to_hide(kept, unpacked / "hidden" / "rps-test-set" / name)
    ]
    hide(folder, _CLASSES, chosen)
    # With it goes what is no picture of a class: what some system left in an archive.
    shutil.rmtree(unpacked)


def _to_hide(archive: Path, folder: Path) -> list[Path]:
    """Find a class's pictures to hide; raises UsageError where they are not all there."""
    found = sorted(folder.glob("*.png"))
    if len(found) != _HIDDEN_A_CLASS:
        raise UsageError(
            f"{archive.name}: {len(found)} pictures are of {folder.name}, "
            f"{_HIDDEN_A_CLASS} should be"
        )
    return found
