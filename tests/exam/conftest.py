from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from grader.exam import clock, storage, submissions
from grader.exam.clock import Instant
from grader.exam.session import Paper
from grader.history.database import opened, reading
from grader.settings import Settings
from tests.conftest import Practice
from tests.submission.model_files import UNTRAINED

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from grader.exam.session import ExamSubmission, Session

# What a file does after it was submitted and before it saves: long enough to be killed in.
SLOW = "import time\ntime.sleep({seconds})\n"


@dataclass(frozen=True)
class Candidate:
    """Sits exams: with a state of their own, and the drawn pictures that all tests share."""

    practice: Practice

    @property
    def folder(self) -> Path:
        return self.practice.folder

    @property
    def state(self) -> Path:
        return self.practice.home / "state"

    def settings(self) -> Settings:
        """Settings of a command that runs in this process."""
        streams = io.StringIO(), io.StringIO(), io.StringIO()
        return Settings(self.practice.home / "cache", self.state, *streams)

    def submitted(self, exam: int = 1) -> tuple[ExamSubmission, ...]:
        with reading(self.state) as connection:
            return submissions.every(connection, storage.one(connection, exam))

    def __call__(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        return self.practice(*words, **options)

    def start(self, minutes: float = 30, *words: str) -> None:
        """Begin an exam of problem1 in its standard variant."""
        length = ("--minutes", str(minutes), "--seed", str(STANDARD))
        done = self("exam", "start", *length, "--problems", "problem1", "--data", "sample", *words)
        assert done.returncode == 0, done.stderr

    def begun(self, minutes_ago: float = 0.0, *, minutes: float = 60, variant: int = 0) -> Session:
        """Have an exam of problem1 run that was begun so long ago, without waiting for it."""
        at, ago = clock.now(), 60 * minutes_ago
        with opened(self.state) as connection:
            return storage.begin(
                connection,
                Instant(at.utc - ago, at.boot, at.since_boot - ago),
                seed=STANDARD,
                folder=self.folder / "exam-1",
                seconds=60 * minutes,
                papers=[Paper("problem1", variant, "sample")],
            )

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
        """Return the submissions, after the exam has ended."""
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
