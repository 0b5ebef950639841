"""What an exam closes opens by no way round it, and its own files are judged as what they are."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.commands.check import CheckRequest, check
from grader.commands.lockout import refuse_in_exam
from grader.errors import UsageError
from grader.exam import clock, storage
from grader.exam.clock import Instant
from grader.history import database, repository
from grader.history.database import reading
from tests.exam.test_corrected_checks import begun
from tests.history.examples import report

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exam.session import Session
    from grader.report import Report
    from tests.exam.conftest import Candidate

HOUR = 3600.0


def restarted(monkeypatch: pytest.MonkeyPatch, began: Session, hours: float) -> None:
    """The machine has just been started anew, and its clock says so long after the begin."""
    at = Instant(began.started.timestamp() + hours * HOUR, "another start", 30.0)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_a_clock_set_forward_after_a_restart_opens_hints_and_ends_the_exam_for_good(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = candidate.begun(minutes=240)
    restarted(monkeypatch, began, 0.5)
    with pytest.raises(UsageError, match="hints are not available"):
        refuse_in_exam(candidate.settings(), "hints are")
    restarted(monkeypatch, began, 5)
    refuse_in_exam(candidate.settings(), "hints are")
    restarted(monkeypatch, began, 0.5)
    with reading(candidate.state) as connection:
        assert storage.running(connection) is None


def test_what_cannot_be_ended_for_good_opens_nothing(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_state: Path) -> None:
        raise UsageError("the disk is full")

    restarted(monkeypatch, candidate.begun(minutes=240), 5)
    monkeypatch.setattr(database, "opened", full)
    with pytest.raises(UsageError, match="the disk is full"):
        refuse_in_exam(candidate.settings(), "hints are")


def test_a_solution_that_was_asked_for_before_the_exam_stays_closed(candidate: Candidate) -> None:
    asked = begun(candidate, "solution", "problem1", stdin=-1)
    assert asked.stderr is not None
    assert asked.stderr.read(5) == "Show "
    candidate.begun()
    shown, errors = asked.communicate("y\n", timeout=60)
    assert (asked.returncode, shown) == (2, "")
    assert "exam 1 is running" in errors


def test_a_check_that_ends_within_an_exam_is_kept_and_shown_after_it(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = candidate.file("mine.py", "print('a model')\n")

    def grade(task: Any) -> Report:
        candidate.begun()
        return report(None, sha256=task.submission.sha256, problem=task.problem.id)

    monkeypatch.setattr("grader.grading.grade", grade)
    options = CheckRequest("problem1", mine, False, "sample", False, "auto", None, 1, None, False)  # noqa: FBT003
    shown = io.StringIO()
    with pytest.raises(UsageError, match=r"exam 1 is running, .*; the report is stored, and"):
        check(options, replace(candidate.settings(), stdout=shown))
    assert shown.getvalue() == ""
    with reading(candidate.state) as connection:
        (only,) = repository.listing(connection)
    assert only.file == "mine.py"


@pytest.mark.parametrize(
    ("words", "variant"), [((), "variant 8"), (("--variant", "2"), "variant 2")]
)
def test_a_file_of_an_exam_is_checked_as_its_variant_afterwards(
    candidate: Candidate, words: tuple[str, ...], variant: str
) -> None:
    candidate.begun(variant=8)
    candidate("exam", "abandon", "--yes")
    folder = candidate.folder / "exam-1"
    folder.mkdir()
    candidate.file("exam-1/problem1.py", "this is no Python\n")
    assert variant in candidate("check", "problem1", *words, cwd=folder).stdout
    assert variant in candidate("check", "problem1", "exam-1/problem1.py", *words).stdout


def test_a_file_elsewhere_is_checked_as_the_standard_problem(candidate: Candidate) -> None:
    candidate.begun(variant=8)
    candidate("exam", "abandon", "--yes")
    candidate.file("problem1.py", "this is no Python\n")
    shown = candidate("check", "problem1").stdout
    assert re.search(r"problem1\.py · .* sandbox", shown)
    assert "variant" not in shown
