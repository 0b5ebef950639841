"""What a tester found: each once lost a mark, gained time or misled somebody."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from grader.history.database import opened, transaction

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exam.conftest import Candidate

BROKEN = "this is no Python, {}\n"
SLEEPS = "import time\ntime.sleep(5)\n"


def begun(candidate: Candidate, *words: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        candidate.practice.command(*words),
        cwd=candidate.folder,
        env=candidate.practice.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def leave_unmarked(candidate: Candidate, name: str = "slow.py") -> str:
    """Hand a file in and break its training off at once; what was said then."""
    file = str(candidate.file(name, SLEEPS))
    running = begun(candidate, "exam", "submit", "problem1", file)
    assert running.stdout is not None
    assert "submitted" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert isinstance(errors, str)
    return errors


@pytest.mark.usefixtures("closed_sandbox")
def test_a_full_disk_opens_nothing_and_hides_nothing(candidate: Candidate) -> None:
    candidate.start()
    home = candidate.practice.home
    script = (
        f"cp -r {home / 'state'} {home.parent}/full/ && "
        f"dd if=/dev/zero of={home.parent}/full/rest bs=1k 2>/dev/null; "
        'for words in "solution problem1 --yes" exam; do "$@" $words; done'
    )
    full = home.parent / "full"
    full.mkdir()
    closed = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    closed += ["--size", "300000", "--tmpfs", str(full)]
    done = subprocess.run(
        [*closed, "sh", "-c", script, "sh", *candidate.practice.command()],
        env=candidate.practice.environ({"PRACTICE_HOME": str(full)}),
        cwd=candidate.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "exam 1 is running" in done.stderr
    assert done.stdout.startswith("Exam 1 ")


def test_a_history_of_a_newer_kit_opens_nothing(candidate: Candidate) -> None:
    candidate.start()
    with opened(candidate.practice.home / "state") as connection:
        connection.execute("PRAGMA user_version = 99")
    done = candidate("solution", "problem1", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "was written by a newer version of the kit" in done.stderr


def test_a_damaged_history_closes_nothing(candidate: Candidate) -> None:
    candidate.start()
    state = candidate.practice.home / "state"
    for beside in state.glob("history.sqlite3-*"):
        beside.unlink()
    (state / "history.sqlite3").write_bytes(b"no database " * 1000)
    assert candidate("solution", "problem1", "--yes").returncode == 0


@pytest.mark.slow
def test_a_mark_that_cannot_be_written_leaves_the_file_handed_in(candidate: Candidate) -> None:
    candidate.start()
    candidate.file("a.py", "import time\ntime.sleep(3)\n")
    running = begun(candidate, "exam", "submit", "problem1", "a.py")
    assert running.stdout is not None
    assert "submitted" in running.stdout.readline()
    with opened(candidate.practice.home / "state") as connection, transaction(connection):
        _, errors = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "locked by another `practice`; try again; try 1 is submitted and counts" in errors


def test_a_page_and_data_are_not_mixed(candidate: Candidate) -> None:
    done = candidate("exam", "report", "--json", "--html", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "practice: pass one of --json and --html -\n"


def test_an_ending_in_capitals_is_the_same_ending(candidate: Candidate, model_files: Path) -> None:
    candidate.start()
    shutil.copy(model_files / "model.h5", candidate.folder / "Model.H5")
    done = candidate("exam", "submit", "problem1", "Model.H5")
    assert "Score   0 of 5" in done.stdout
    assert "Model.H5" in done.stderr


def test_a_name_that_is_too_long_for_a_sandbox_is_marked_all_the_same(candidate: Candidate) -> None:
    candidate.start()
    candidate.file("b" * 255, "raise SystemExit\n")
    done = candidate("exam", "submit", "problem1", "b" * 255)
    assert "Score   none: no saved model" in done.stdout, done.stderr


def test_what_cannot_be_marked_does_not_keep_the_others_from_it(candidate: Candidate) -> None:
    candidate.start()
    assert "problem1 try 1 is submitted and counts" in leave_unmarked(candidate)
    for copy in (candidate.practice.home / "state" / "submissions").rglob("*.py"):
        copy.unlink()
    candidate("exam", "submit", "problem1", str(candidate.file("b.py", BROKEN.format(1))))
    done = candidate("exam", "finish", "--yes")
    assert "problem1 try 1 could not be graded: there is no file" in done.stderr
    assert "NOT PASSED" in done.stdout
    assert [one.is_graded for one in candidate.submitted()] == [False, True]


@pytest.mark.slow
def test_finish_marks_what_an_earlier_exam_left(candidate: Candidate) -> None:
    candidate.start(0.25)
    leave_unmarked(candidate)
    time.sleep(16)
    candidate.start()
    candidate("exam", "finish", "--yes")
    assert [one.is_graded for one in candidate.submitted()] == [True]


def test_an_exam_whose_time_runs_out_while_it_is_asked_ends_by_its_time(
    candidate: Candidate,
) -> None:
    for words in (["finish"], ["abandon"]):
        candidate.start(0.06)
        asked = begun(candidate, "exam", *words, stdin=subprocess.PIPE)
        time.sleep(4.5)
        asked.communicate("y\n", timeout=60)
        assert candidate.report()["end"] == "time"


def test_of_two_starts_at_once_one_makes_a_folder(candidate: Candidate) -> None:
    candidate.start()
    candidate("exam", "abandon", "--yes")
    shutil.rmtree(candidate.folder / "exam-1")
    words = ("exam", "start", "--problems", "problem1", "--data", "sample")
    both = [begun(candidate, *words) for _ in range(2)]
    for one in both:
        one.communicate(timeout=120)
    assert sorted(one.returncode for one in both) == [0, 2]
    assert [path.name for path in candidate.folder.iterdir()] == ["exam-1"]


def test_a_reader_that_goes_away_keeps_nothing_from_being_marked(candidate: Candidate) -> None:
    candidate.start()
    candidate.file("b.py", BROKEN.format(1))
    running = begun(candidate, "exam", "submit", "problem1", "b.py")
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    with running.stderr as errors:
        assert errors.read() == ""
    running.wait(timeout=60)
    assert [one.is_graded for one in candidate.submitted()] == [True]


def test_nohup_keeps_a_training_from_the_end_of_its_terminal(candidate: Candidate) -> None:
    candidate.start()
    file = str(candidate.file("a.py", "import time\ntime.sleep(3)\n"))
    words = candidate.practice.command("exam", "submit", "problem1", file)
    running = subprocess.Popen(
        ["nohup", *words],
        cwd=candidate.folder,
        env=candidate.practice.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    assert "submitted" in running.stdout.readline()
    running.send_signal(signal.SIGHUP)
    running.communicate(timeout=120)
    assert [one.is_graded for one in candidate.submitted()] == [True]


def test_a_file_name_cannot_redraw_the_terminal(candidate: Candidate) -> None:
    candidate.start()
    candidate.file("a\x1b[31m\nb.py", BROKEN.format(1))
    done = candidate("exam", "submit", "problem1", "a\x1b[31m\nb.py")
    assert "\x1b" not in done.stdout
    assert "a?b.py" in done.stdout
