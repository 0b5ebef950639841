"""A copy of the model that was trained, taken right after its fit: whatever comes after it.

Of 61 public files 35 save no model. What would it have been worth? Only its learner's report shows
that; a mark is given for the saved file alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

from ..conventions import TRAINED_MODEL

if TYPE_CHECKING:
    from collections.abc import Callable

# Writing more than this takes a second and more, which an ordinary training would have to wait for.
MOST_PARAMETERS = 12_000_000


def place() -> str:
    """Where the copy is put: in the box's own home, which no program here begins with."""
    return os.path.join(os.path.expanduser("~"), TRAINED_MODEL)  # noqa: PTH111, PTH118


def take(model: Any) -> None:  # noqa: ANN401
    """Put the copy in its place, a former one given up; models that .h5 cannot hold are left."""
    write = _writer()
    if write is None or model.count_params() > MOST_PARAMETERS:
        return
    path = place()
    fresh = f"{path}.new"
    # Whole or not at all: the process may be ended at any moment.
    try:
        write(model, fresh, overwrite=True, include_optimizer=False)
        os.replace(fresh, path)  # noqa: PTH105
    finally:
        with contextlib.suppress(OSError):
            os.remove(fresh)  # noqa: PTH107


def _writer() -> Callable[..., None] | None:
    """Keras's own function below `save`, which says nothing about an old format."""
    for name, function in (
        ("keras.src.legacy.saving.legacy_h5_format", "save_model_to_hdf5"),
        ("tf_keras.src.saving.legacy.hdf5_format", "save_model_to_hdf5"),
    ):
        if name in sys.modules:
            return getattr(sys.modules[name], function, None)
    return None
