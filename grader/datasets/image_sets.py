"""The pictures that a saved model is asked about, with the labels that only the grader holds."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.datasets.layout import DataSet

ARRAY = "pictures.npy"
SAMPLED = 2000  # of Fashion-MNIST's 60,000 training pictures
SAMPLED_A_CLASS = 64  # of a folder's training pictures
ENDINGS = (".png", ".jpg", ".jpeg")
# Which visible folder trains and which, if any, validates, by set; a set not named has arrays.
FOLDERS: Mapping[str, tuple[str, str | None]] = {
    "horse-or-human": ("horse-or-human", "validation-horse-or-human"),
    "cats-and-dogs": ("PetImages", None),
    "rps": ("rps", None),
}


@dataclass(frozen=True)
class ImageSet:
    """Pictures below `root`, in the order of their labels: files, or one array of uint8.

    `root` may be shown to the box that predicts; labels never are.
    """

    name: str
    root: Path
    files: tuple[str, ...]
    labels: tuple[int, ...]

    @property
    def is_array(self) -> bool:
        """Whether all pictures lie in one .npy file."""
        return self.files == (ARRAY,)


def held_out(dataset: DataSet) -> ImageSet:
    """The pictures that no submission ever saw."""
    _, labels = dataset.held_out_labels()
    root = dataset.held_out_images
    names = (ARRAY,) if (root / ARRAY).is_file() else tuple(sorted(p.name for p in root.iterdir()))
    return ImageSet("held-out", root, names, labels)


def training_sample(dataset: DataSet, scratch: Path) -> ImageSet:
    """Some of the pictures that a submission trains on, evenly chosen; arrays go to `scratch`."""
    if dataset.name in FOLDERS:
        whole = _folder_set(dataset, FOLDERS[dataset.name][0], "training")
        chosen = _evenly(whole.labels, SAMPLED_A_CLASS)
        return ImageSet(
            "training",
            whole.root,
            tuple(whole.files[i] for i in chosen),
            tuple(whole.labels[i] for i in chosen),
        )
    return _array_sample(dataset.visible / dataset.name, scratch)


def validation(dataset: DataSet) -> ImageSet | None:
    """All validation pictures; None for a set that has no folder of them."""
    _, folder = FOLDERS.get(dataset.name, (None, None))
    return None if folder is None else _folder_set(dataset, folder, "validation")


def reordered(images: ImageSet, classes: tuple[str, ...], order: tuple[str, ...]) -> ImageSet:
    """The same pictures, labelled by another order of their classes than the alphabet's.

    A problem asks for one by its word `classes`.
    """
    places = [order.index(name) for name in classes]
    return replace(images, labels=tuple(places[label] for label in images.labels))


def _folder_set(dataset: DataSet, folder: str, name: str) -> ImageSet:
    """All pictures of a folder of class folders, labelled as Keras does: by the alphabet.

    A file without bytes is no picture, whatever its name.
    """
    root = dataset.visible / folder
    files: list[str] = []
    labels: list[int] = []
    for label, place in enumerate(sorted(p for p in root.iterdir() if p.is_dir())):
        names = sorted(
            p.name for p in place.iterdir() if p.suffix.lower() in ENDINGS and p.stat().st_size
        )
        files += [f"{place.name}/{file}" for file in names]
        labels += [label] * len(names)
    return ImageSet(name, root, tuple(files), tuple(labels))


def _evenly(labels: tuple[int, ...], most: int) -> list[int]:
    chosen: list[int] = []
    for label in sorted(set(labels)):
        places = [i for i, other in enumerate(labels) if other == label]
        step = max(1, len(places) // most)
        chosen += places[::step][:most]
    return chosen


def _array_sample(folder: Path, scratch: Path) -> ImageSet:
    """Pictures of an idx file at equal steps, as an array of their own."""
    import numpy as np  # noqa: PLC0415  (0.15 s that `--help` need not pay)

    with gzip.open(folder / "train-images-idx3-ubyte.gz", "rb") as stream:
        head = np.frombuffer(stream.read(16), ">i4")
        total, size = int(head[1]), (int(head[2]), int(head[3]))
        step, one = max(1, total // SAMPLED), size[0] * size[1]
        # A step at a time: the whole would take 47 MB.
        steps = [stream.read(one * step)[:one] for _ in range(min(SAMPLED, total))]
    with gzip.open(folder / "train-labels-idx1-ubyte.gz", "rb") as stream:
        stream.read(8)
        labels = stream.read(total)[::step][: len(steps)]
    scratch.mkdir(parents=True, exist_ok=True)
    pixels = np.frombuffer(b"".join(steps), np.uint8)
    np.save(scratch / ARRAY, pixels.reshape(len(steps), *size))
    return ImageSet("training", scratch, (ARRAY,), tuple(labels))
