"""The layout of the official Fashion-MNIST."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.datasets.array_files import check_idx, read_idx, write_idx
from grader.datasets.fashion_mnist.cuts import SIDE
from grader.datasets.fashion_mnist.spec import SPEC
from grader.datasets.layout import ARRAY, DataSet, made, mixing_key, write_labels
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.progress import Progress

_TRAINING, _TEST = 60_000, 10_000


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hold out half of the test images, 500 a class; the others appear twice, to keep 10,000."""
    import numpy as np  # noqa: PLC0415

    dataset = DataSet(SPEC.name, "real", folder)
    visible = made(dataset.visible / "fashion-mnist")
    images_held_out = made(dataset.held_out_images)
    what = "preparing fashion-mnist"
    progress(what, 0, 4)
    check_idx(archives["train-images-idx3-ubyte.gz"], (_TRAINING, SIDE, SIDE))
    _check_labels(archives["train-labels-idx1-ubyte.gz"], _TRAINING)
    for file in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        shutil.copyfile(archives[file], visible / file)
    progress(what, 1, 4)
    labels = _check_labels(archives["t10k-labels-idx1-ubyte.gz"], _TEST)
    chosen = _to_hold_out(labels)
    shown = sorted(set(range(_TEST)) - set(chosen))
    twice = sorted(
        ((index, copy) for index in shown for copy in range(2)),
        key=lambda entry: mixing_key(f"{entry[0]}:{entry[1]}"),
    )
    order = [index for index, _ in twice]
    images = read_idx(archives["t10k-images-idx3-ubyte.gz"], (_TEST, SIDE, SIDE))
    np.save(images_held_out / ARRAY, images[chosen])
    progress(what, 2, 4)
    write_labels(folder, SPEC.classes, [labels[index] for index in chosen])
    visible_labels = np.frombuffer(labels, np.uint8)[order]
    write_idx(visible / "t10k-labels-idx1-ubyte.gz", (_TEST,), [visible_labels])
    write_idx(visible / "t10k-images-idx3-ubyte.gz", (_TEST, SIDE, SIDE), [images[order]])
    progress(what, 4, 4)


def _check_labels(path: Path, count: int) -> bytes:
    """Return the labels of a file; raises UsageError where one is of no class."""
    labels = read_idx(path, (count,))
    if labels.max() >= len(SPEC.classes):
        raise UsageError(f"{path.name} has labels over {len(SPEC.classes) - 1}")
    return bytes(labels)


def _to_hold_out(labels: Sequence[int]) -> list[int]:
    """Choose test images to hold out, the same on every machine, in an order of no class."""
    left = list(SPEC.held_out["real"])
    chosen = []
    for index in sorted(range(len(labels)), key=lambda index: mixing_key(str(index))):
        if left[labels[index]]:
            left[labels[index]] -= 1
            chosen.append(index)
    if any(left):
        name = SPEC.classes[next(label for label, count in enumerate(left) if count)]
        raise UsageError(f"the test labels have too few images of class '{name}'")
    return chosen
