from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Practice

if TYPE_CHECKING:
    from typing import Any


@pytest.fixture(scope="session")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of model.h5, model.keras, alone.weights.h5 and half.h5; see model_files.py."""
    folder = tmp_path_factory.mktemp("models")
    script = Path(__file__).with_name("model_files.py")
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def marked_model(
    model_files: Path, shared_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The report of model.h5 as it is, without any Python file."""
    practice = Practice(shared_home, tmp_path_factory.mktemp("given"))
    shutil.copy(model_files / "model.h5", practice.folder)
    return practice.report("check", "problem1", "model.h5", "--data", "sample")
