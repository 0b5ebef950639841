"""Hashes of the arrays in a file of weights, to tell which weights it holds without loading it."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from typing import TYPE_CHECKING

from grader.model_file import inspection
from grader.model_file.findings import RefusedModel
from grader.sandbox.conventions import weight_hash

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 400_000_000
MEMBER = "model.weights.h5"  # of a .keras file, which is a zip
LOOK = "from grader.model_file import weight_hashes; weight_hashes.hash_stdin()"


def hashes(path: Path) -> tuple[str, ...] | None:
    """One hash an array of weights, sorted; None where the file cannot be read.

    Reads whole models (.h5, .keras) and files of weights (.weights.h5), leaving the optimizer's
    arrays out. The guest reports the same hashes of a model in training.
    """
    try:
        descriptor = inspection.open_plain(path)
    except RefusedModel:
        return None
    try:
        size = os.fstat(descriptor).st_size
        if not 0 < size <= MOST_BYTES:
            return None
        answer = inspection.ask(descriptor, LOOK, (size,))
        found = json.loads(answer)
    except (RefusedModel, ValueError):
        return None
    finally:
        os.close(descriptor)
    return tuple(str(item) for item in found) if isinstance(found, list) else None


def hash_stdin() -> None:
    """The looking process: the argument is the file's bytes; one JSON answer, null for none."""
    import h5py  # noqa: F401, PLC0415  (before the limits: its threads and maps are ours)

    inspection.limit()
    try:
        answer = json.dumps(sorted(_hashes(int(sys.argv[1]))))
    except Exception:  # noqa: BLE001  (whatever a damaged file makes h5py and zipfile raise)
        answer = "null"
    sys.stdout.write(answer)
    sys.stdout.flush()
    os._exit(0)  # libhdf5 may crash while it closes a damaged file


def _hashes(size: int) -> list[str]:
    from grader.model_file import hdf5  # noqa: PLC0415

    with os.fdopen(0, "rb", buffering=0, closefd=False) as file:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed, packed.open(MEMBER) as member:
                weights = member.read(MOST_BYTES)
            found = hdf5.data_sets(io.BytesIO(weights), len(weights), MOST_BYTES)
        else:
            file.seek(0)
            found = hdf5.data_sets(file, size, MOST_BYTES)
    return [weight_hash(array) for array in found.values()]
