"""Files that Keras 2 wrote, each with an .npz of what it must predict; kept beside the data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PRACTICE_TEST_DATA") or CHECKOUT.parent / "shared" / "data")
FILES = sorted((DATA.parent / "fixtures" / "keras2").glob("*/*.h5"))

_MISSING = pytest.mark.skip(reason=f"NOT TESTED: no fixtures/keras2 beside {DATA}")
each_keras2_file = pytest.mark.parametrize(
    "keras2_file",
    FILES or [pytest.param(None, marks=_MISSING)],
    ids=[f"{path.parent.name}-{path.stem}" for path in FILES] or ["none"],
)
