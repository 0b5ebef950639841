"""Names of files and variables, marks and hashes that the host and the guest share.

Standard library only, Python 3.8 or later.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Environment variables of the guest: the descriptor of its channel, the paths that Landlock leaves
# to a basic sandbox (JSON), and the folder in which the submission runs.
CHANNEL_VARIABLE = "PRACTICE_CHANNEL"
FENCE_VARIABLE = "PRACTICE_FENCE"
WORK_VARIABLE = "PRACTICE_WORK"

# Paths below the guest's home folder.
KIT_FOLDER = ".practice"
DATA = f"{KIT_FOLDER}/data"  # data sets that the offline world serves
CATALOGUE = f"{KIT_FOLDER}/offline.json"  # the downloads that it serves, described
KERAS_DATA = ".keras/datasets"  # where keras.datasets looks before it downloads
TRAINED_MODEL = ".practice-trained.h5"  # copy of the model that the last fit trained

# These two characters enclose what libraries write to the standard streams.
LIBRARY_BEGIN, LIBRARY_END = "\x0e", "\x0f"

# Magics of a notebook that are followed by a statement to run, after their options.
MEASURING_MAGICS = frozenset({"time", "timeit", "prun", "memit", "mprun", "lprun"})
MAGIC_OPTIONS = re.compile(r"((-[lsTDfmu]\s*(?!-)\S+|-\w+(\s+\d+)?|--[\w-]+)\s+)*")

_NO_METRICS = frozenset({"loss", "lr", "learning_rate"})


def training_metric(names: Iterable[str]) -> str | None:
    """Return the key of training accuracy among the keys of a fit's logs."""
    own = [name for name in names if not name.startswith("val_") and name not in _NO_METRICS]
    usual = [name for name in ("accuracy", "acc") if name in own]
    similar = [name for name in own if "acc" in name]
    return next(iter([*usual, *similar, *(own if len(own) == 1 else [])]), None)


def weight_hash(array: Any) -> str:  # noqa: ANN401  (NumPy is not imported here)
    """Hash a NumPy array with its shape and type, whatever the byte order of the machine."""
    plain = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
    head = f"{plain.dtype.str}{array.shape}".encode()
    return hashlib.blake2b(head + plain.tobytes(), digest_size=8).hexdigest()
