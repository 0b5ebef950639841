"""The images that a saved model predicts, with the labels that only the grader holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.datasets import registry
from grader.datasets.layout import ARRAY
from grader.datasets.spec import Arrays

if TYPE_CHECKING:
    from pathlib import Path

    from grader.datasets.layout import DataSet

SAMPLED = 2000  # of the training images of an array data set
SAMPLED_A_CLASS = 64  # of the training images in folders
ENDINGS = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class ImageSet:
    """Images below `root`, in the order of their labels: files, or one array of uint8.

    The prediction sandbox may see `root`, and never the labels.
    """

    name: str
    root: Path
    files: tuple[str, ...]
    labels: tuple[int, ...]

    @property
    def is_array(self) -> bool:
        """Whether all images are in one .npy file."""
        return self.files == (ARRAY,)


def held_out(dataset: DataSet) -> ImageSet:
    """Return the held-out images."""
    _, labels = dataset.held_out_labels()
    root = dataset.held_out_images
    names = (ARRAY,) if (root / ARRAY).is_file() else tuple(sorted(p.name for p in root.iterdir()))
    return ImageSet("held-out", root, names, labels)


def training_sample(dataset: DataSet, scratch: Path) -> ImageSet:
    """Return some of the training images, at equal steps; arrays are written to `scratch`."""
    form = registry.spec(dataset.name).form
    if isinstance(form, Arrays):
        return _array_sample(dataset, form, scratch)
    whole = _folder_set(dataset, form.training, "training")
    chosen = _evenly(whole.labels, SAMPLED_A_CLASS)
    return ImageSet(
        "training",
        whole.root,
        tuple(whole.files[i] for i in chosen),
        tuple(whole.labels[i] for i in chosen),
    )


def validation(dataset: DataSet) -> ImageSet | None:
    """Return all validation images; None for a data set that has no folder of them."""
    form = registry.spec(dataset.name).form
    if isinstance(form, Arrays) or not form.validation:
        return None
    return _folder_set(dataset, form.validation, "validation")


def reordered(images: ImageSet, classes: tuple[str, ...], order: tuple[str, ...]) -> ImageSet:
    """Return the same images, labelled by another order of the classes than the alphabet's."""
    places = [order.index(name) for name in classes]
    return replace(images, labels=tuple(places[label] for label in images.labels))


def _folder_set(dataset: DataSet, folder: str, name: str) -> ImageSet:
    """Return all images of a folder of class folders, labelled by the alphabet as in Keras.

    A file without bytes is not an image, whatever its name.
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


def _array_sample(dataset: DataSet, form: Arrays, scratch: Path) -> ImageSet:
    """Write training images at equal steps as an array of their own."""
    import numpy as np  # noqa: PLC0415  (0.15 s that `--help` need not pay)

    from grader.datasets.array_files import training_examples  # noqa: PLC0415

    images, labels = training_examples(dataset.visible, form, SAMPLED)
    scratch.mkdir(parents=True, exist_ok=True)
    np.save(scratch / ARRAY, images)
    return ImageSet("training", scratch, (ARRAY,), labels)
