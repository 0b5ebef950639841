"""A whole exam by the real command, on files that take no training."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from grader.catalog import BUILT_IN
from tests.exam.conftest import STANDARD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exam.conftest import Candidate

ENDED = "practice: exam 1 ended at "


def test_before_the_first_exam(candidate: Candidate) -> None:
    assert candidate("exam").stdout == "No exam is running; start one with `practice exam start`.\n"
    for words in (["submit", "problem1"], ["finish"], ["abandon"]):
        done = candidate("exam", *words)
        assert done.returncode == 2
        assert done.stderr == "practice: no exam is running; start one with `practice exam start`\n"
    assert not (candidate.practice.home / "state").exists()


def test_start_makes_a_folder_with_statement_and_stub_of_the_variant(candidate: Candidate) -> None:
    candidate.start(30, "--seed", "1")
    names = sorted(path.name for path in (candidate.folder / "exam-1").iterdir())
    assert names == ["problem1.md", "problem1.py"]
    statement = (candidate.folder / "exam-1" / "problem1.md").read_text(encoding="utf-8")
    assert statement in {BUILT_IN.load("problem1", variant=n).statement for n in range(9)}


def test_the_first_screen_says_what_counts_how_to_submit_and_when_it_ends(
    candidate: Candidate,
) -> None:
    words = ("exam", "start", "--problems", "problem1", "--data", "sample")
    done = candidate(*words, environ={"TZ": "Asia/Kolkata"})
    assert "Exam 1 started: 4:00:00, until " in done.stdout
    assert "(UTC+0530)" in done.stdout
    for part in ("5 of 5", "practice exam submit problem1"):
        assert part in " ".join(done.stdout.split())


def test_one_exam_runs_at_a_time(candidate: Candidate) -> None:
    candidate.start()
    second = candidate("exam", "start", "--problems", "problem1", "--data", "sample")
    assert second.returncode == 2
    assert second.stderr.startswith("practice: exam 1 is already running until ")
    assert not (candidate.folder / "exam-2").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--minutes", "0"],
        ["--minutes", "nan"],
        ["--problems", "problem77"],
        ["--data", "none"],
        ["--folder", "there"],
    ],
)
def test_a_start_that_cannot_be_begins_nothing(candidate: Candidate, words: list[str]) -> None:
    candidate.file("there", "a file")
    done = candidate("exam", "start", "--problems", "problem1", "--data", "sample", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert candidate("exam").stdout.startswith("No exam is running")


def test_a_folder_with_something_in_it_is_left_alone(candidate: Candidate) -> None:
    (candidate.folder / "mine").mkdir()
    kept = candidate.file("mine/problem1.py", "my work")
    done = candidate(
        "exam", "start", "--problems", "problem1", "--data", "sample", "--folder", "mine"
    )
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert kept.read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize(
    "words",
    [
        ["hint", "problem1"],
        ["solution", "problem1", "--yes"],
        ["solution", "problem1", "--wrong", "scales_twice", "--yes"],
        ["check", "problem1", "--reference"],
        ["check", "problem1", "--wrong", "scales_twice"],
        ["check", "problem3"],
        ["validate", "problem1"],
        ["new", "problem9"],
        ["history", "show", "1"],
        ["history", "diff", "1", "1"],
        ["history", "export"],
    ],
)
def test_what_would_help_is_closed_in_any_folder(
    candidate: Candidate, tmp_path: Path, words: list[str]
) -> None:
    candidate.start()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = candidate(*words, cwd=elsewhere)
    assert done.returncode == 2
    assert "not available: exam 1 is running, " in done.stderr
    assert done.stdout == ""


def test_a_stub_is_taken_and_worth_nothing(candidate: Candidate) -> None:
    candidate.start()
    done = candidate("exam", "submit", "problem1")
    assert done.returncode == 1
    assert done.stdout.startswith("problem1  try 1 submitted: problem1.py (sha256 ")
    assert "no saved model" in done.stdout
    assert "problem1    0 of 5  1 try\n" in candidate("exam").stdout


@pytest.mark.parametrize("name", ["missing.py", "empty.py", "model.keras", "folder"])
def test_what_cannot_be_read_is_not_taken(candidate: Candidate, name: str) -> None:
    candidate.start()
    candidate.file("empty.py", "")
    candidate.file("model.keras", "PK\x03\x04")
    (candidate.folder / "folder").mkdir()
    done = candidate("exam", "submit", "problem1", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "0 tries" in candidate("exam").stdout


def test_a_problem_that_is_not_asked_is_refused(candidate: Candidate) -> None:
    candidate.start()
    done = candidate("exam", "submit", "problem2")
    assert done.stderr == "practice: 'problem2' is not part of exam 1 (choose problem1)\n"


def test_a_model_is_marked_its_failed_checks_named_and_no_advice_given(
    candidate: Candidate, model_files: Path
) -> None:
    candidate.start()
    done = candidate("exam", "submit", "problem1", str(model_files / "model.h5"))
    assert "Score   0 of 5" in done.stdout
    assert "Failed  " in done.stdout
    assert "Accuracy on held-out images" in done.stdout
    assert "expected" not in done.stdout
    assert "train on all pictures" not in done.stdout + done.stderr
    again = candidate("exam", "submit", "problem1", str(model_files / "model.h5"))
    assert "0 of 5, the same file as try 1" in again.stdout
    assert "Training" not in again.stderr


def test_after_the_end_nothing_is_taken_and_the_report_is_there(candidate: Candidate) -> None:
    candidate.start(0.05)
    time.sleep(3.2)
    done = candidate("exam", "submit", "problem1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(ENDED)
    report = candidate.report()
    assert (report["end"], report["points"], report["passed"]) == ("time", 0, False)
    assert candidate("hint", "problem1").returncode == 0


@pytest.mark.slow
def test_what_trains_at_the_end_counts(candidate: Candidate) -> None:
    candidate.start(0.1)
    done = candidate("exam", "submit", "problem1", str(candidate.model(seconds=7)))
    assert "Score   0 of 5" in done.stdout
    assert "The time of the exam is over" in done.stdout
    assert "the exam ended at" in done.stderr
    (only,) = candidate.tries()
    assert only["score"] == 0
    assert only["elapsed"] < 6


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)]
)
def test_what_was_handed_in_is_marked_later_if_its_training_is_broken_off(
    candidate: Candidate, number: signal.Signals
) -> None:
    candidate.start()
    text = "import time\ntime.sleep(3)\nraise RuntimeError('before it saved')\n"
    slow = str(candidate.file("mine.py", text))
    running = subprocess.Popen(
        candidate.practice.command("exam", "submit", "problem1", slow),
        cwd=candidate.folder,
        env=candidate.practice.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert "submitted" in running.stdout.readline()
    time.sleep(1.0)
    running.send_signal(number)
    _, errors = running.communicate(timeout=60)
    if number is signal.SIGINT:
        assert running.returncode == 130
        assert "problem1 try 1 is submitted and counts" in errors
    assert "1 not graded yet" in candidate("exam").stdout
    # The learner's own file is another one by now: what was submitted counts.
    candidate.file("mine.py", "print('no model')\n")
    done = candidate("exam", "finish", "--yes")
    assert "0 of 5" in done.stdout
    (only,) = candidate.tries()
    assert (only["verdict"], only["file"]) == ("crashed", "mine.py")
    assert only["fault"] == "crashed at line 3: before it saved"


def test_what_a_file_prints_is_shown_in_an_exam_too(candidate: Candidate) -> None:
    candidate.begun()
    path = candidate.file("mine.py", "for n in range(25):\n    print('line', n)\nraise KeyError\n")
    shown = candidate("exam", "submit", "problem1", str(path)).stdout
    assert "  Output of your file, last 20 lines\n    line 5\n" in shown


def test_finish_asks_first(candidate: Candidate) -> None:
    candidate.start()
    refused = candidate("exam", "finish", input="n\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Not ended" in refused.stderr
    done = candidate("exam", "finish", input="y\n")
    assert "NOT PASSED" in done.stdout
    assert "nothing submitted" in done.stdout


def test_abandon_asks_first_and_leaves_no_score(candidate: Candidate) -> None:
    candidate.start()
    candidate("exam", "submit", "problem1")
    assert candidate("exam", "abandon", input="\n").returncode == 1
    assert candidate("exam").stdout.startswith("Exam 1 ")
    assert candidate("exam", "abandon", "--yes").returncode == 0
    assert candidate("hint", "problem1").returncode == 0
    candidate.start()
    candidate("exam", "finish", "--yes")
    (abandoned,) = candidate.report()["earlier"]
    assert (abandoned["exam"], abandoned["end"], abandoned["seed"]) == (1, "abandoned", STANDARD)
    assert "abandoned" in candidate("exam", "report").stdout


def test_the_report_of_a_second_exam_stands_beside_the_first(candidate: Candidate) -> None:
    for _ in range(2):
        candidate.start()
        candidate("exam", "submit", "problem1")
        candidate("exam", "finish", "--yes")
    done = candidate("exam", "report")
    assert done.returncode == 1
    assert "Earlier exams" in done.stdout
    assert "exam 1" in done.stdout
    assert candidate.report()["exam"] == 2
    first = json.loads(candidate("exam", "report", "1", "--json").stdout)
    assert (first["exam"], first["seed"], first["earlier"]) == (1, STANDARD, [])
    missing = candidate("exam", "report", "9")
    assert missing.stderr == "practice: no exam 9; the latest is 2\n"


def test_the_page_shows_a_files_name_and_words_as_text(candidate: Candidate) -> None:
    candidate.start()
    candidate("exam", "submit", "problem1", str(candidate.file("a.py", "raise <b>bold</b>\n")))
    candidate("exam", "finish", "--yes")
    assert candidate("exam", "report", "--html", "page.html").stdout == ""
    page = (candidate.folder / "page.html").read_text(encoding="utf-8")
    assert "<title>Exam 1: 0 of 5</title>" in page
    assert "<b>bold" not in page
    assert "not passed" in page
    assert candidate("exam", "report", "--html", "-").stdout == page
    refused = candidate("exam", "report", "--html", "no/such/folder.html")
    assert refused.stderr.startswith("practice: cannot write no/such/folder.html")


def test_the_time_left_is_said_once_by_whatever_command_runs(candidate: Candidate) -> None:
    candidate.start(1.02)
    time.sleep(2.0)
    first, second = candidate("list"), candidate("list")
    assert "left in the exam, until " in first.stderr
    assert second.stderr == ""


def test_watch_needs_a_terminal(candidate: Candidate) -> None:
    done = candidate("exam", "--watch")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def watched(candidate: Candidate, *words: bytes) -> bytes:
    """What `exam --watch` writes to a terminal until each of the words came, and a key ends it."""
    ours, theirs = pty.openpty()
    watching = subprocess.Popen(
        candidate.practice.command("exam", "--watch"),
        cwd=candidate.folder,
        env=candidate.practice.environ({"TERM": "xterm", "COLUMNS": "80"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    until = time.monotonic() + 40
    while any(word not in shown for word in words) and time.monotonic() < until:
        if select.select([ours], [], [], 0.5)[0]:
            shown += os.read(ours, 65536)
    os.write(ours, b"q")
    assert watching.wait(timeout=20) == 0
    os.close(ours)
    return shown


def test_watch_keeps_the_state_on_a_terminal_until_a_key(candidate: Candidate) -> None:
    candidate.start()
    assert b"0 tries" in watched(candidate, b"Press any key to close")


@pytest.mark.slow
def test_watch_leaves_no_time_that_was_left_on_the_screen_of_the_end(candidate: Candidate) -> None:
    candidate.begun(59.8, minutes=60)
    shown = watched(candidate, b" left, until ", b"Exam 1 has ended")
    assert b"left in the exam" not in shown
    assert b"the exam ended at" not in shown
