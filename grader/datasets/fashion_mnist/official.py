"""The layout of the official Fashion-MNIST."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.datasets.fashion_mnist import idx
from grader.datasets.held_out import key, made, write_labels
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.progress import Progress

_CLASSES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
_SIDE = 28
_TRAINING, _TEST = 60_000, 10_000
_HIDDEN_A_CLASS = 500


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hide half of the test pictures, 500 a class; the other half stands twice in its place."""
    import numpy as np  # noqa: PLC0415

    visible = made(folder / "visible" / "fashion-mnist")
    hidden_place = made(folder / "held-out" / "pictures")
    what = "laying out fashion-mnist"
    progress(what, 0, 4)
    idx.check(archives["train-images-idx3-ubyte.gz"], (_TRAINING, _SIDE, _SIDE))
    _check_labels(archives["train-labels-idx1-ubyte.gz"], _TRAINING)
    for file in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        shutil.copyfile(archives[file], visible / file)
    progress(what, 1, 4)
    labels = _check_labels(archives["t10k-labels-idx1-ubyte.gz"], _TEST)
    chosen = _to_hide(labels)
    shown = sorted(set(range(_TEST)) - set(chosen))
    twice = sorted(
        ((index, copy) for index in shown for copy in range(2)),
        key=lambda entry: key(f"{entry[0]}:{entry[1]}"),
    )
    order = [index for index, _ in twice]
    images = idx.read(archives["t10k-images-idx3-ubyte.gz"], (_TEST, _SIDE, _SIDE))
    np.save(hidden_place / "pictures.npy", images[chosen])
    progress(what, 2, 4)
    write_labels(folder, _CLASSES, [labels[index] for index in chosen])
    idx.write(visible / "t10k-labels-idx1-ubyte.gz", np.frombuffer(labels, np.uint8)[order])
    idx.write(visible / "t10k-images-idx3-ubyte.gz", images[order])
    progress(what, 4, 4)


def _check_labels(path: Path, count: int) -> bytes:
    """Read labels; raises UsageError where one is of no class."""
    labels = idx.read(path, (count,))
    if labels.max() >= len(_CLASSES):
        raise UsageError(f"{path.name} has labels over {len(_CLASSES) - 1}")
    return bytes(labels)


def _to_hide(labels: Sequence[int]) -> list[int]:
    """Choose the test pictures to hide, the same ones on every machine, in an order of no class."""
    left = dict.fromkeys(range(len(_CLASSES)), _HIDDEN_A_CLASS)
    chosen = []
    for index in sorted(range(len(labels)), key=lambda index: key(str(index))):
        if left[labels[index]]:
            left[labels[index]] -= 1
            chosen.append(index)
    if any(left.values()):
        raise UsageError(f"the test labels have a class of fewer than {_HIDDEN_A_CLASS} pictures")
    return chosen
