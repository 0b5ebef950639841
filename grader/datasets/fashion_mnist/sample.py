"""The sample of Fashion-MNIST: ten kinds of clothes, drawn by the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.datasets.array_files import write_idx
from grader.datasets.fashion_mnist.cuts import SIDE
from grader.datasets.fashion_mnist.shapes import Chance, render
from grader.datasets.fashion_mnist.spec import SPEC
from grader.datasets.layout import ARRAY, DataSet, made, write_labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.progress import Progress

# The number of images of each part; the first two are the official numbers.
TRAINING, TEST, HELD_OUT = 60_000, 10_000, sum(SPEC.held_out["sample"])
CHUNK = 250
LEVEL = 1  # of gzip: the files are written in a moment


def draw(folder: Path, progress: Progress, seed: int = 1) -> None:
    """Draw training, test and held-out images, in the layout of `grader.datasets.layout`.

    The same seed gives the same pixels and labels on every machine. Each part has random numbers
    of its own, so that no image of one part reveals anything about another part.
    """
    dataset = DataSet(SPEC.name, "sample", folder)
    visible = made(dataset.visible / "fashion-mnist")
    total = TRAINING + TEST + HELD_OUT
    done = 0

    def shown(chunks: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        nonlocal done
        for chunk in chunks:
            done += len(chunk)
            progress("drawing clothes", done, total)
            yield chunk

    for part, (name, count) in enumerate((("train", TRAINING), ("t10k", TEST))):
        labels = labels_of(seed, part, count)
        write_idx(visible / f"{name}-labels-idx1-ubyte.gz", (count,), [labels], LEVEL)
        drawn = shown(drawn_images(seed, part, labels))
        write_idx(visible / f"{name}-images-idx3-ubyte.gz", (count, SIDE, SIDE), drawn, LEVEL)
    labels = labels_of(seed, 2, HELD_OUT)
    held_out = list(shown(drawn_images(seed, 2, labels)))
    np.save(made(dataset.held_out_images) / ARRAY, np.concatenate(held_out))
    write_labels(folder, SPEC.classes, labels.tolist())


def labels_of(seed: int, part: int, count: int) -> NDArray[np.uint8]:
    """Return the same number of labels of each class, shuffled: uint8, (count,)."""
    stream = np.random.PCG64(np.random.SeedSequence([seed, part]))
    order = np.argsort(stream.random_raw(count), kind="stable")
    labels: NDArray[np.uint8] = (order % len(SPEC.classes)).astype(np.uint8)
    return labels


def drawn_images(seed: int, part: int, labels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Draw the images of `labels` in chunks: uint8, (n, 28, 28) each."""
    for start in range(0, len(labels), CHUNK):
        stream = np.random.PCG64(np.random.SeedSequence([seed, part, start + 1]))
        yield render(labels[start : start + CHUNK], Chance(stream))
