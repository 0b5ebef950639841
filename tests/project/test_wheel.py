"""The kit as it is installed: problems, stubs and solutions travel in the wheel, boxes see none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.sandbox.test_isolation import LOOK_AROUND

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

RUN = "from cli import main; main()"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("uv") is None, reason="uv builds the wheel, and is not here"),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages that holds the kit's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["uv", "build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    packages = folder / "site-packages"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(packages)
    return packages


def run(installed: Path, practice: Practice, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=practice.folder,
        env=practice.environ({"PYTHONPATH": str(installed)}),
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_kit_begins_and_checks_in_any_folder(
    installed: Path, practice: Practice
) -> None:
    assert run(installed, practice, "start", "problem3").returncode == 0
    assert "NOT ATTEMPTED" in run(installed, practice, "check", "problem3").stdout
    assert "def solution_model" in run(installed, practice, "solution", "problem3", "--yes").stdout


@pytest.mark.usefixtures("closed_sandbox")
def test_a_sandbox_of_an_installed_kit_shows_none_of_it(
    installed: Path, practice: Practice
) -> None:
    (practice.folder / "mine.py").write_text(LOOK_AROUND, encoding="utf-8")
    options = ["mine.py", "--data", "sample", "--keep", "kept", "--sandbox", "isolated"]
    done = run(installed, practice, "check", "problem1", *options)
    assert done.returncode == 1, done.stderr
    found = json.loads((practice.folder / "kept" / "found.json").read_text(encoding="utf-8"))
    assert f"{installed}/cli.py" in found
    for secret in ("solutions", "problems", "grader"):
        assert [path for path in found if path.startswith(f"{installed}/{secret}/")] == []
