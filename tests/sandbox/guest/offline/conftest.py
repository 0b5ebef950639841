from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from grader.datasets import registry
from grader.sandbox.conventions import CATALOGUE
from grader.training import offline_data
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "grader" / "sandbox"


@dataclass(frozen=True)
class Inside:
    """Runs code as a process of a sandbox would, with the guest's code and a home with data.

    It is not isolated: only code of this repository runs here.
    """

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def add(self, *names: str) -> None:
        """Add images to the data, each with its own name as its bytes."""
        for name in names:
            path = self.home / ".practice" / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"" if name.endswith("666.jpg") else name.encode())

    def run(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.folder / "practice"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.home),
            "MPLBACKEND": "Agg",
        }
        command = [sys.executable, "-W", "error", "-c", code, *arguments]
        return subprocess.run(
            command, cwd=self.work, env=environ, capture_output=True, text=True, check=False
        )

    def says(self, code: str, *arguments: str) -> Any:
        """Return what the code prints, as JSON."""
        done = self.run(code, *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def inside(tmp_path: Path) -> Inside:
    made = Inside(tmp_path)
    made.work.mkdir()
    made.home.mkdir()
    description = made.home / CATALOGUE
    description.parent.mkdir()
    description.write_text(offline_data.catalogue(registry.specs().values()), encoding="utf-8")
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "sandbox").symlink_to(PACKAGE)
    return made


@pytest.fixture
def creatures(inside: Inside) -> Inside:
    """Horses and humans: two folders, each with two classes."""
    for folder in ("horse-or-human", "validation-horse-or-human"):
        inside.add(f"{folder}/horses/h2.png", f"{folder}/horses/h1.png", f"{folder}/humans/m.png")
    return inside


@pytest.fixture
def pets(inside: Inside) -> Inside:
    """Three cats and three dogs, and the two kinds of files that are not images."""
    for kind in ("Cat", "Dog"):
        names = ("10.jpg", "2.jpg", "1.jpg", "666.jpg", "Thumbs.db")
        inside.add(*(f"PetImages/{kind}/{name}" for name in names))
    return inside
