"""The `sample` stand-in for Fashion-MNIST: ten garments, drawn by the kit itself."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

from grader.datasets.fashion_mnist.cuts import CLASSES, SIDE
from grader.datasets.fashion_mnist.shapes import Chance, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.progress import Progress

# Pictures of each part; the first two are the official numbers.
TRAINING, TEST, HELD_OUT = 60_000, 10_000, 5_000
CHUNK = 250


def draw(folder: Path, progress: Progress, seed: int = 1) -> None:
    """Draw training, test and held-out pictures into `folder`, as layout.DataSet describes it.

    The same seed gives the same pixels and labels on every machine; each part has a stream of
    its own, so no picture of one part tells anything about another's.
    """
    visible = folder / "visible" / "fashion-mnist"
    images = folder / "held-out" / "pictures"
    for place in (visible, images):
        place.mkdir(parents=True, exist_ok=True)
    total = TRAINING + TEST + HELD_OUT
    done = 0

    def shown(chunks: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        nonlocal done
        for chunk in chunks:
            done += len(chunk)
            progress("drawing garments", done, total)
            yield chunk

    for part, (name, count) in enumerate((("train", TRAINING), ("t10k", TEST))):
        labels = labels_of(seed, part, count)
        _write_idx(visible / f"{name}-labels-idx1-ubyte.gz", (count,), iter([labels]))
        drawn = shown(drawn_images(seed, part, labels))
        _write_idx(visible / f"{name}-images-idx3-ubyte.gz", (count, SIDE, SIDE), drawn)
    labels = labels_of(seed, 2, HELD_OUT)
    held_out = list(shown(drawn_images(seed, 2, labels)))
    np.save(images / "pictures.npy", np.concatenate(held_out))
    answers = {"classes": list(CLASSES), "labels": labels.tolist()}
    (folder / "held-out" / "labels.json").write_text(json.dumps(answers), encoding="utf-8")


def labels_of(seed: int, part: int, count: int) -> NDArray[np.uint8]:
    """As many labels of each class as of any other, shuffled: uint8, (count,)."""
    stream = np.random.PCG64(np.random.SeedSequence([seed, part]))
    order = np.argsort(stream.random_raw(count), kind="stable")
    labels: NDArray[np.uint8] = (order % len(CLASSES)).astype(np.uint8)
    return labels


def drawn_images(seed: int, part: int, labels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Draw the pictures of `labels` a chunk at a time: uint8, (n, 28, 28) each."""
    for start in range(0, len(labels), CHUNK):
        stream = np.random.PCG64(np.random.SeedSequence([seed, part, start + 1]))
        yield render(labels[start : start + CHUNK], Chance(stream))


def _write_idx(path: Path, shape: tuple[int, ...], chunks: Iterator[NDArray[np.uint8]]) -> None:
    """Write uint8 data in the idx format, gzipped with no name and no time in it."""
    # idx: two zero bytes, 0x08 for uint8, the number of axes; then each axis, big-endian.
    head = bytes([0, 0, 8, len(shape)]) + b"".join(axis.to_bytes(4, "big") for axis in shape)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed:
        packed.write(head)
        for chunk in chunks:
            packed.write(chunk.tobytes())
