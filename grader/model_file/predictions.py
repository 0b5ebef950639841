"""What the box that predicts gives back: one plain array of numbers, read strictly."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Predictions = NDArray[np.float32] | NDArray[np.float64]

# The one header that numpy writes for such an array (format 1.0): nothing is evaluated.
_HEADER = re.compile(
    rb"\{'descr': '<f([48])', 'fortran_order': False, 'shape': \((\d{1,9}), (\d{1,9})\), \} *\n"
)
_MAGIC = b"\x93NUMPY\x01\x00"
_LONGEST_HEADER = 256
_MOST_BYTES = 64_000_000


class UnreadablePredictions(Exception):
    """What came out of the box is not the array that was asked for; the text says how."""


def read(path: Path, rows: int, max_columns: int = 10_000) -> Predictions:
    """Predictions of shape (rows, columns) from a .npy file; raises UnreadablePredictions.

    Taken are float32 and float64, little-endian, in C order, in a regular file of exactly the size
    that its header gives and at most 64 MB. NaN and infinity are kept.
    """
    import numpy as np  # noqa: PLC0415  (0.15 s)

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadablePredictions(f"{path.name} cannot be opened: {error.strerror}") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadablePredictions(f"{path.name} is not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        start = file.read(len(_MAGIC) + 2)
        length = int.from_bytes(start[-2:], "little")
        if start[:-2] != _MAGIC or length > _LONGEST_HEADER:
            raise UnreadablePredictions(f"{path.name} is not a .npy file of format 1.0")
        header = _HEADER.fullmatch(file.read(length))
        if header is None:
            raise UnreadablePredictions(f"{path.name} is not a table of floating-point numbers")
        number, found, columns = (int(part) for part in header.groups())
        if found != rows or not 1 <= columns <= max_columns:
            raise UnreadablePredictions(
                f"{path.name} has shape ({found}, {columns}), not ({rows}, 1 to {max_columns})"
            )
        size = rows * columns * number
        if size > _MOST_BYTES or status.st_size != len(start) + length + size:
            seen = f"{path.name} has {status.st_size} bytes"
            raise UnreadablePredictions(f"{seen}, not {size} of data")
        data = file.read(size)
    if len(data) != size:
        raise UnreadablePredictions(f"{path.name} changed while it was read")
    return np.frombuffer(data, f"<f{number}").reshape(rows, columns)


def accuracy(
    predictions: Predictions, labels: Sequence[int] | NDArray[np.integer], threshold: float = 0.5
) -> float:
    """The share of rows, 0 to 1, that name their label; ValueError where the lengths differ.

    One column says class 1 above `threshold` (0.5 for a sigmoid, 0.0 for logits) and class 0
    otherwise; of several columns the largest, the first of equals. A row with a NaN is wrong.
    """
    import numpy as np  # noqa: PLC0415

    wanted = np.asarray(labels)
    if predictions.ndim != 2 or wanted.shape != predictions.shape[:1] or not wanted.size:  # noqa: PLR2004
        raise ValueError(f"{predictions.shape} predictions for {wanted.shape} labels")
    if predictions.shape[1] == 1:
        named = (predictions[:, 0] > threshold).astype(wanted.dtype)
    else:
        named = predictions.argmax(axis=1)
    whole = ~np.isnan(predictions).any(axis=1)
    return float(np.mean((named == wanted) & whole))
