"""A model that was trained elsewhere, handed in as its file alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Larger files are not even opened; the limit of the problem itself is a check of its own.
LARGEST_MODEL = 1000 * 10**6
ENDING = ".h5"
# What Keras and TensorFlow write beside .h5, by the name's ending.
OTHER_ENDINGS = (".keras", ".hdf5", ".he5", ".pb", ".tflite", ".onnx", ".ckpt", ".zip")
ASK = "the exam takes HDF5: model.save('mymodel.h5')"
_HDF5, _ZIP = b"\x89HDF\r\n\x1a\n", b"PK\x03\x04"
_CHUNK = 1 << 20


def is_model(path: Path, start: bytes) -> bool:
    """Whether a file is a model to mark; raises UsageError where it is one of another format.

    `start` are its first bytes. Whether the model is whole and safe is not asked here.
    """
    ending = path.suffix.lower()
    if start.startswith(_HDF5):
        if ending == ENDING:
            return True
        raise UsageError(
            f"{path} holds HDF5 under another name; rename it to {path.stem}.h5, and hand in that"
        )
    if ending not in {ENDING, *OTHER_ENDINGS} and not start.startswith(_ZIP):
        return False
    if not start and ending == ENDING:
        return True  # It is reported as any submission that holds nothing.
    if ending == ".keras" or (start.startswith(_ZIP) and ending == ENDING):
        what = "a model in Keras's zip format" if ending == ".keras" else "a zip, not HDF5"
        raise UsageError(
            f"{path} is {what}; {ASK}, or keras.models.load_model('model.keras').save('mymodel.h5')"
        )
    if start.startswith(_ZIP):
        raise UsageError(f"{path} is a zip; unpack it, and hand in the file itself")
    if ending == ENDING:
        raise UsageError(f"{path} is not HDF5, which .h5 stands for; {ASK}")
    raise UsageError(f"{path} is a {ending} file; {ASK}")


def require_size(path: Path, size: int) -> None:
    """Raise UsageError where a model file is larger than any that is marked."""
    if size > LARGEST_MODEL:
        raise UsageError(
            f"{path} has {size / 10**6:,.0f} MB; a model of at most {LARGEST_MODEL // 10**6:,} MB "
            "is marked: model.save('mymodel.h5', include_optimizer=False) makes it smaller"
        )


def copy_model(path: Path, target: Path) -> str:
    """Copy a model file, a block at a time, and tell its hash; raises UsageError if it cannot be.

    The hash is of what was copied: the learner's own file may change meanwhile.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as copy:
        for block in _blocks(path):
            size += len(block)
            require_size(path, size)
            digest.update(block)
            copy.write(block)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read a block at a time; raises UsageError if it cannot be."""
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                yield block
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
