"""The layout of an installed data set: the folder's paths, and how the held-out part is written.

    visible/NAME/…           what a submission sees as data/NAME/…
    held-out/pictures/       image files, or one pictures.npy (uint8)
    held-out/labels.json     {"classes": [names], "labels": [ints]}

The order of the labels is the order of the image files' sorted names. The labels are on no path
that a sandbox can open.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

HELD_OUT = "held-out"
IMAGES = "pictures"
ARRAY = "pictures.npy"
_LABELS = "labels.json"
_SEED = 1


@dataclass(frozen=True)
class DataSet:
    """One installed data set: its name, its kind ("sample" or "real") and its folder."""

    name: str
    kind: str
    folder: Path

    @property
    def visible(self) -> Path:
        """The folder whose folders a submission may read."""
        return self.folder / "visible"

    @property
    def held_out_images(self) -> Path:
        """The folder of held-out images, which the prediction sandbox sees without labels."""
        return self.folder / HELD_OUT / IMAGES

    def held_out_labels(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the class names in label order, and the label of each held-out image."""
        text = (self.folder / HELD_OUT / _LABELS).read_text(encoding="utf-8")
        stored = json.loads(text)
        return tuple(stored["classes"]), tuple(stored["labels"])


def made(folder: Path) -> Path:
    """Make a folder, with those above it, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def mixing_key(entry: str) -> bytes:
    """Return a sort key that puts entries into a fixed order which does not reveal their class."""
    return hashlib.sha256(f"{_SEED}:{entry}".encode()).digest()


def hold_out(folder: Path, classes: Sequence[str], chosen: Iterable[tuple[str, int, Path]]) -> None:
    """Copy images to the held-out part of the data set in `folder`, and write their labels.

    Each image is given as the entry that its position is derived from, its label and its path.
    The images are copied rather than moved, in the order of their new names: the times of moved
    files would reveal the order in which the classes were unpacked.
    """
    ordered = sorted(chosen, key=lambda image: mixing_key(image[0]))
    images = made(folder / HELD_OUT / IMAGES)
    for index, (_, _, path) in enumerate(ordered):
        shutil.copyfile(path, images / f"{index:05d}{path.suffix}")
    write_labels(folder, classes, [label for _, label, _ in ordered])


def write_labels(folder: Path, classes: Sequence[str], labels: Iterable[int]) -> None:
    """Write the labels of the held-out images, in the order of the images' names."""
    text = json.dumps({"classes": list(classes), "labels": list(labels)})
    (folder / HELD_OUT / _LABELS).write_text(text, encoding="utf-8")
