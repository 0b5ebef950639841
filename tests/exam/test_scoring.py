"""What an exam is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from grader.exam.clock import Mark
from grader.exam.scoring import needed, score
from grader.exam.session import End, HandIn, Paper, Sitting
from grader.exam.submissions import same_file

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
PAPERS = (Paper("problem1", 0, "sample"), Paper("problem2", 3, "sample"))
SITTING = Sitting(1, 7, Path("exam-1"), NOON, 3600.0, PAPERS, Mark("", 0.0, 0.0))


def hand_in(number: int, mark: int | None, *failed: str, **changes: object) -> HandIn:
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
        "score": mark,
        "failed": failed,
        **changes,
    }
    return HandIn(**values)  # type: ignore[arg-type]


def test_the_best_try_counts_not_the_last() -> None:
    scored = score(SITTING, [hand_in(1, 4), hand_in(2, 2), hand_in(3, None)])
    assert [result.points for result in scored.results] == [4, 0]
    assert scored.results[0].best == hand_in(1, 4)
    assert (scored.results[0].tries, scored.results[1].tries) == (3, 0)


def test_of_equal_marks_the_one_with_fewer_failed_checks_is_shown() -> None:
    scored = score(SITTING, [hand_in(1, 4, "a", "b"), hand_in(2, 4, "a"), hand_in(3, 4, "b")])
    assert scored.results[0].best == hand_in(3, 4, "b")


def test_a_try_that_is_not_marked_yet_waits_and_is_worth_nothing() -> None:
    scored = score(SITTING, [hand_in(1, None, verdict=None)])
    assert (scored.points, scored.waiting) == (0, 1)
    assert scored.results[0].best is None


@pytest.mark.parametrize(("most", "enough"), [(20, 18), (10, 9), (5, 5), (15, 14)])
def test_nine_tenths_of_the_points_pass(most: int, enough: int) -> None:
    assert needed(most) == enough


@pytest.mark.parametrize(("second", "passed"), [(4, True), (3, False)])
def test_an_exam_is_passed_with_enough_points(second: int, passed: bool) -> None:  # noqa: FBT001
    scored = score(SITTING, [hand_in(1, 5), hand_in(2, second, problem="problem2")])
    assert (scored.most, scored.passed) == (10, passed)


def test_time_goes_to_the_problem_that_was_handed_in_next() -> None:
    handed = [hand_in(1, 3), hand_in(5, 2, problem="problem2"), hand_in(7, 4)]
    assert [result.seconds for result in score(SITTING, handed).results] == [180.0, 240.0]


def test_an_exam_that_was_given_up_is_not_passed() -> None:
    handed = [hand_in(1, 5), hand_in(2, 5, problem="problem2")]
    assert score(SITTING, handed).passed
    assert not score(replace(SITTING, end=End.ABANDONED), handed).passed


def test_the_same_file_has_the_same_mark_whichever_try_was_marked_first() -> None:
    waiting, judged = hand_in(1, None, verdict=None), hand_in(2, 4)
    assert same_file([waiting, judged], waiting) == judged
    assert same_file([waiting, hand_in(2, 4, file="other.py")], waiting) is None


@pytest.mark.parametrize("verdict", ["timed out", "out of memory", "crashed"])
def test_a_training_that_was_ended_is_tried_again(verdict: str) -> None:
    ended, again = hand_in(1, None, verdict=verdict), hand_in(2, None, verdict=None)
    assert same_file([ended, again], again) is None
