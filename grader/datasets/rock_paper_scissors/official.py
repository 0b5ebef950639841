"""The layout of the official rock-paper-scissors."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.datasets.layout import hold_out, made
from grader.datasets.rock_paper_scissors.spec import SPEC, TEST_ARCHIVE
from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress

_CAPS = Caps(files=10_000, bytes=1 << 30)


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Show all images of the training archive, and hold out all of the test archive."""
    unpacked = folder / "unpacked"
    shown, test = archives["rps.zip"], archives[TEST_ARCHIVE]
    unpack(shown, unpacked / "shown", _CAPS, progress)
    unpack(test, unpacked / "test", _CAPS, progress)
    for name in SPEC.classes:
        place = made(folder / "visible" / "rps" / name)
        for path in sorted((unpacked / "shown" / "rps" / name).glob("*.png")):
            path.rename(place / path.name)
    chosen = [
        (f"{name}/{path.name}", label, path)
        for label, name in enumerate(SPEC.classes)
        for path in _to_hold_out(test, unpacked / "test" / "rps-test-set" / name, label)
    ]
    hold_out(folder, SPEC.classes, chosen)
    # This also removes what is not an image of a class, such as files of an operating system.
    shutil.rmtree(unpacked)


def _to_hold_out(archive: Path, folder: Path, label: int) -> list[Path]:
    """Return the test images of a class; raises UsageError where some are missing."""
    found = sorted(folder.glob("*.png"))
    expected = SPEC.held_out["real"][label]
    if len(found) != expected:
        raise UsageError(
            f"{archive.name} has {len(found)} images of {folder.name}, expected {expected}"
        )
    return found
