from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Practice
from tests.kinds.model_files import UNTRAINED

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

# What a file does after it was handed in and before it saves: long enough to be killed in.
SLOW = "import time\ntime.sleep({seconds})\n"


@dataclass(frozen=True)
class Candidate:
    """Sits exams: with a state of their own, and the drawn pictures that all tests share."""

    practice: Practice

    @property
    def folder(self) -> Path:
        return self.practice.folder

    def __call__(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return self.practice(*words, **options)

    def start(self, minutes: float = 30, *words: str) -> None:
        """Begin an exam of problem1 in its standard variant."""
        length = ("--minutes", str(minutes), "--seed", str(STANDARD))
        done = self("exam", "start", *length, "--problems", "problem1", "--data", "sample", *words)
        assert done.returncode == 0, done.stderr

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def model(self, name: str = "mine.py", *, seconds: float = 0.0, line: str = "") -> Path:
        """A file that takes so long and then saves a model that was never trained."""
        return self.file(name, SLOW.format(seconds=seconds) + UNTRAINED + line)

    def report(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self("exam", "report", "--json").stdout)
        return told

    def tries(self) -> list[dict[str, Any]]:
        """What was handed in, after the exam has ended."""
        found: list[dict[str, Any]] = self.report()["problems"][0]["tries"]
        return found


STANDARD = 12  # a seed that draws problem1 as it is


@pytest.fixture
def candidate(shared_home: Path, tmp_path: Path, interruptible: None) -> Candidate:  # noqa: ARG001
    home, folder = tmp_path / "home", tmp_path / "folder"
    (shared_home / "cache").mkdir(exist_ok=True)
    home.mkdir()
    folder.mkdir()
    (home / "cache").symlink_to(shared_home / "cache")
    return Candidate(Practice(home, folder))
