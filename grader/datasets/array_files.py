"""The files of data sets that are arrays: gzipped idx, the format of MNIST, and npz.

http://yann.lecun.com/exdb/mnist describes idx.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from grader.datasets.spec import Arrays

_BLOCK = 1 << 20
# Level 9 takes four times as long for files that are one percent smaller.
_LEVEL = 6
# Two zero bytes, 8 for unsigned bytes, and the number of dimensions.
_MAGIC = 0x0800


def check_idx(path: Path, shape: tuple[int, ...]) -> None:
    """Raise UsageError unless a gzipped idx file holds uint8 of exactly this shape."""
    for _ in _idx_blocks(path, shape):
        pass


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return the uint8 array of this shape in a gzipped idx file.

    Raises UsageError where the file holds anything else.
    """
    import numpy as np  # noqa: PLC0415

    raw = b"".join(_idx_blocks(path, shape))
    return np.frombuffer(raw, np.uint8, offset=len(_idx_header(shape))).reshape(shape)


def write_idx(
    path: Path, shape: tuple[int, ...], parts: Iterable[NDArray[np.uint8]], level: int = _LEVEL
) -> None:
    """Write a new gzipped idx file of this shape, part by part; gzip stores no name and no time."""
    with path.open("xb") as stream, gzip.GzipFile("", "wb", level, stream, mtime=0) as packed:
        packed.write(_idx_header(shape))
        for part in parts:
            packed.write(part.tobytes())


def training_examples(
    visible: Path, form: Arrays, most: int
) -> tuple[NDArray[np.uint8], tuple[int, ...]]:
    """Return at most `most` training images at equal steps, and their labels."""
    folder = visible / form.folder
    if form.file_format == "npz":
        return _from_npz(folder / f"{form.folder}.npz", most)
    return _from_idx(folder, form.shape, most)


def _from_npz(path: Path, most: int) -> tuple[NDArray[np.uint8], tuple[int, ...]]:
    import numpy as np  # noqa: PLC0415

    with np.load(path, allow_pickle=False) as stored:
        images, labels = stored["x_train"], stored["y_train"].ravel()
    step = max(1, len(images) // most)
    return images[::step][:most], tuple(labels[::step][:most].tolist())


def _from_idx(
    folder: Path, shape: tuple[int, ...], most: int
) -> tuple[NDArray[np.uint8], tuple[int, ...]]:
    import numpy as np  # noqa: PLC0415

    with gzip.open(folder / "train-labels-idx1-ubyte.gz", "rb") as stream:
        labels = stream.read()[len(_idx_header((0,))) :]
    step, size = max(1, len(labels) // most), math.prod(shape)
    count = min(most, len(labels))
    with gzip.open(folder / "train-images-idx3-ubyte.gz", "rb") as stream:
        stream.read(len(_idx_header((0, *shape))))
        # One step at a time: all images of Fashion-MNIST would take 47 MB.
        chosen = [stream.read(size * step)[:size] for _ in range(count)]
    pixels = np.frombuffer(b"".join(chosen), np.uint8)
    return pixels.reshape(count, *shape), tuple(labels[::step][:count])


def _idx_header(shape: tuple[int, ...]) -> bytes:
    return struct.pack(f">{1 + len(shape)}I", _MAGIC + len(shape), *shape)


def _idx_blocks(path: Path, shape: tuple[int, ...]) -> Iterator[bytes]:
    """Yield the bytes of a gzipped idx file, header included, and no more than its shape says."""
    header = _idx_header(shape)
    left = len(header) + math.prod(shape)
    first = True
    try:
        with gzip.open(path, "rb") as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if (first and not block.startswith(header)) or left < 0:
                    break
                first = False
                yield block
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UsageError(f"{path.name} is not a valid gzip file: {error}") from error
    if left or first:
        raise UsageError(f"{path.name} is not an idx file of shape {shape}")
