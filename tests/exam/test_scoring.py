"""What an exam is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from grader.exam.clock import LastSeen
from grader.exam.scoring import needed, score
from grader.exam.session import End, ExamSubmission, Paper, Session
from grader.exam.submissions import same_file

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
PAPERS = (Paper("problem1", 0, "sample"), Paper("problem2", 3, "sample"))
SESSION = Session(1, 7, Path("exam-1"), NOON, 3600.0, PAPERS, LastSeen("", 0.0, 0.0))


def submission(number: int, score_: int | None, *failed: str, **changes: object) -> ExamSubmission:
    values: dict[str, object] = {
        "id": number,
        "problem": "problem1",
        "number": number,
        "at": NOON + timedelta(minutes=number),
        "elapsed": 60.0 * number,
        "file": "mine.py",
        "sha256": "0" * 64,
        "suffix": ".py",
        "verdict": "failed",
        "score": score_,
        "failed": failed,
        **changes,
    }
    return ExamSubmission(**values)  # type: ignore[arg-type]


def test_the_best_try_counts_not_the_last() -> None:
    scored = score(SESSION, [submission(1, 4), submission(2, 2), submission(3, None)])
    assert [result.points for result in scored.results] == [4, 0]
    assert scored.results[0].best == submission(1, 4)
    assert (scored.results[0].tries, scored.results[1].tries) == (3, 0)


def test_of_equal_marks_the_one_with_fewer_failed_checks_is_shown() -> None:
    scored = score(
        SESSION, [submission(1, 4, "a", "b"), submission(2, 4, "a"), submission(3, 4, "b")]
    )
    assert scored.results[0].best == submission(3, 4, "b")


def test_a_try_that_is_not_marked_yet_waits_and_is_worth_nothing() -> None:
    scored = score(SESSION, [submission(1, None, verdict=None)])
    assert (scored.points, scored.waiting) == (0, 1)
    assert scored.results[0].best is None


@pytest.mark.parametrize(("most", "enough"), [(20, 18), (10, 9), (5, 5), (15, 14)])
def test_nine_tenths_of_the_points_pass(most: int, enough: int) -> None:
    assert needed(most) == enough


@pytest.mark.parametrize(("second", "passed"), [(4, True), (3, False)])
def test_an_exam_is_passed_with_enough_points(second: int, passed: bool) -> None:  # noqa: FBT001
    scored = score(SESSION, [submission(1, 5), submission(2, second, problem="problem2")])
    assert (scored.most, scored.passed) == (10, passed)


def test_time_goes_to_the_problem_that_was_handed_in_next() -> None:
    submitted = [submission(1, 3), submission(5, 2, problem="problem2"), submission(7, 4)]
    assert [result.seconds for result in score(SESSION, submitted).results] == [180.0, 240.0]


def test_an_exam_that_was_given_up_is_not_passed() -> None:
    submitted = [submission(1, 5), submission(2, 5, problem="problem2")]
    assert score(SESSION, submitted).passed
    assert not score(replace(SESSION, end=End.ABANDONED), submitted).passed


def test_the_same_file_has_the_same_mark_whichever_try_was_marked_first() -> None:
    waiting, judged = submission(1, None, verdict=None), submission(2, 4)
    assert same_file([waiting, judged], waiting) == judged
    assert same_file([waiting, submission(2, 4, file="other.py")], waiting) is None


@pytest.mark.parametrize("verdict", ["timed out", "out of memory", "crashed"])
def test_a_training_that_was_ended_is_tried_again(verdict: str) -> None:
    ended, again = submission(1, None, verdict=verdict), submission(2, None, verdict=None)
    assert same_file([ended, again], again) is None
