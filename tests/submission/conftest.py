from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Practice

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture(scope="session")
def marked_model(
    model_files: Path, shared_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The report of model.h5 as it is, without any Python file."""
    practice = Practice(shared_home, tmp_path_factory.mktemp("given"))
    shutil.copy(model_files / "model.h5", practice.folder)
    return practice.report("check", "problem1", "model.h5", "--data", "sample")
