"""Gzipped idx files, the format of Fashion-MNIST: http://yann.lecun.com/exdb/mnist describes it."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 1 << 20
# Level 9 takes four times as long for files smaller by a hundredth.
_LEVEL = 6
# Two zero bytes, 8 for unsigned bytes, and the number of dimensions.
_MAGIC = 0x0800


def check(path: Path, shape: tuple[int, ...]) -> None:
    """Raise UsageError unless a gzipped idx file holds uint8 of just this shape."""
    for _ in _blocks(path, shape):
        pass


def read(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read uint8 of this shape from a gzipped idx file; raises UsageError if it holds other."""
    import numpy as np  # noqa: PLC0415

    raw = b"".join(_blocks(path, shape))
    return np.frombuffer(raw, np.uint8, offset=len(_header(shape))).reshape(shape)


def write(path: Path, array: NDArray[np.uint8]) -> None:
    """Write uint8 of any shape to a new file, gzipped with no name and no time in it."""
    with path.open("xb") as stream, gzip.GzipFile("", "wb", _LEVEL, stream, mtime=0) as packed:
        packed.write(_header(array.shape))
        packed.write(array.tobytes())


def _header(shape: tuple[int, ...]) -> bytes:
    return struct.pack(f">{1 + len(shape)}I", _MAGIC + len(shape), *shape)


def _blocks(path: Path, shape: tuple[int, ...]) -> Iterator[bytes]:
    """Yield the bytes of a gzipped idx file, header included, no more than its shape says."""
    header = _header(shape)
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
        raise UsageError(f"{path.name} is no sound gzip file: {error}") from error
    if left or first:
        raise UsageError(f"{path.name} is no idx file of shape {shape}")
