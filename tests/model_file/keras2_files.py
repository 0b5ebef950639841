"""Files that Keras 2 wrote, each with an .npz of what it must predict; kept beside the data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

DATA = Path(os.environ.get("PRACTICE_TEST_DATA") or ROOT.parent / "shared" / "data")
FILES = sorted((DATA.parent / "fixtures" / "keras2").glob("*/*.h5"))

_MISSING = pytest.mark.skip(reason=f"NOT TESTED: no fixtures/keras2 beside {DATA}")
each_keras2_file = pytest.mark.parametrize(
    "keras2_file",
    FILES or [pytest.param(None, marks=_MISSING)],
    ids=[f"{path.parent.name}-{path.stem}" for path in FILES] or ["none"],
)

_NOT_IN_2_6 = frozenset({"build_config", "compile_config", "module", "registered_name"})


def in_the_form_of_2_6(value: Any) -> Any:
    """A configuration that Keras 2.15 wrote, without what TensorFlow 2.6 left out."""
    if isinstance(value, list):
        return [in_the_form_of_2_6(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "function":
        return value["config"]
    left_out = _NOT_IN_2_6 if "class_name" in value else frozenset[str]()
    return {key: in_the_form_of_2_6(item) for key, item in value.items() if key not in left_out}
