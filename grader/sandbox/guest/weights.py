"""Tells weights apart by short hashes: which epoch a saved file holds is read off them."""

from __future__ import annotations

import hashlib
from typing import Any


def digests(model: Any) -> list[str]:  # noqa: ANN401
    """Hash each array with its shape, as grader/model_file/weight_hashes.py does."""
    import numpy as np  # noqa: PLC0415  (whoever trains has it imported)

    return [digest(np.asarray(weight)) for weight in model.get_weights()]


def digest(array: Any) -> str:  # noqa: ANN401
    """The hash of one array, whatever the byte order of the machine."""
    import numpy as np  # noqa: PLC0415

    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    head = f"{plain.dtype.str}{array.shape}".encode()
    return hashlib.blake2b(head + plain.tobytes(), digest_size=8).hexdigest()
