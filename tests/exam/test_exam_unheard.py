"""Words that nobody can read end no marking, and change no status."""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.catalog import BUILT_IN
from grader.commands import exam_start
from tests.exam.test_scoring import SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.exam.conftest import Candidate

BROKEN = "this is no Python\n"
FULL = Path("/dev/full")


@pytest.fixture(params=["pipe", "full"])
def unread(request: pytest.FixtureRequest) -> Iterator[int]:
    """A stream that takes nothing: a pipe whose reader has gone, or a full disk."""
    if request.param == "full":
        if not FULL.exists():
            pytest.skip("this system has no /dev/full")
        writer = os.open(FULL, os.O_WRONLY)
    else:
        reader, writer = os.pipe()
        os.close(reader)
    yield writer
    os.close(writer)


def run(candidate: Candidate, *words: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        candidate.practice.command(*words),
        cwd=candidate.folder,
        env=candidate.practice.environ(),
        text=True,
        check=False,
        timeout=200,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


def test_a_reminder_that_nobody_hears_keeps_no_file_from_being_taken(
    candidate: Candidate, unread: int
) -> None:
    candidate.begun(minutes_ago=50)
    candidate.file("b.py", BROKEN)
    done = run(candidate, "exam", "submit", "problem1", "b.py", stderr=unread)
    assert "try 1 submitted" in done.stdout
    assert done.returncode == 1
    assert [one.is_graded for one in candidate.submitted()] == [True]


@pytest.mark.parametrize("unread", ["pipe"], indirect=True)
def test_a_training_that_nobody_hears_of_is_marked(candidate: Candidate, unread: int) -> None:
    candidate.begun()
    candidate.file("b.py", "raise SystemExit\n")
    done = run(candidate, "exam", "submit", "problem1", "b.py", stderr=unread)
    assert "Score   none: no saved model" in done.stdout
    assert done.returncode == 1


def test_a_reader_of_all_that_has_gone_changes_no_status(candidate: Candidate) -> None:
    candidate.file("b.py", BROKEN)
    reader, gone = os.pipe()
    os.close(reader)
    both: dict[str, Any] = {"stdout": gone, "stderr": gone}
    assert run(candidate, "list", **both).returncode == 0
    assert run(candidate, "check", "problem1", "b.py", **both).returncode == 1
    assert run(candidate, "check", "problem1", "--no-such-option", **both).returncode == 2
    assert run(candidate, "check", "problem1", "nowhere.py", **both).returncode == 2
    candidate.begun()
    assert run(candidate, "exam", "submit", "problem1", "b.py", **both).returncode == 1
    assert [one.is_graded for one in candidate.submitted()] == [True]
    assert run(candidate, "exam", "finish", "--yes", **both).returncode == 1
    assert run(candidate, "exam", "report", **both).returncode == 1
    os.close(gone)


def test_an_error_that_cannot_be_said_has_its_status(candidate: Candidate, unread: int) -> None:
    done = run(candidate, "check", "problem1", "nowhere.py", stderr=unread)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_an_exam_whose_first_screen_is_lost_is_said_to_run(candidate: Candidate) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        words = ("exam", "start", "--problems", "problem1", "--data", "sample")
        done = run(candidate, *words, stdout=full)
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("practice: the output: No space left on device; exam 1 is running until")
    assert candidate("exam").stdout.startswith("Exam 1 ")


def test_an_exam_whose_first_screen_is_broken_off_is_said_to_run(candidate: Candidate) -> None:
    class Interrupted(io.StringIO):
        def write(self, _text: str) -> int:
            raise KeyboardInterrupt

    settings = replace(candidate.settings(), stdout=Interrupted())
    with pytest.raises(KeyboardInterrupt, match=r"exam 1 is running until .*`practice exam` shows"):
        exam_start._show(SESSION, [BUILT_IN.load("problem1")], settings)
