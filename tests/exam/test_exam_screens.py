"""What the screens of an exam say."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from grader.catalog import BUILT_IN
from grader.exam.result import ExamReport, Line
from grader.exam.scoring import score
from grader.exam.session import End, ExamSubmission, Session, local
from grader.formats.console import console_on
from grader.formats.exam import report_lines, show_received, show_score, show_start
from grader.formats.exam_html import to_html
from tests.exam.test_scoring import NOON, SESSION, submission

WIDTH = 60
ENDED = replace(SESSION, end=End.FINISHED, ended=NOON + timedelta(minutes=30))


def reported(session: Session, *submitted: ExamSubmission) -> ExamReport:
    scored = score(session, submitted)
    lines = tuple(
        Line(
            "A title",
            "A category",
            one,
            tuple(h for h in submitted if h.problem == one.paper.problem),
        )
        for one in scored.results
    )
    return ExamReport(session, scored, lines, ())


def shown(report: ExamReport) -> str:
    return "\n".join(str(line) for line in report_lines(report, 80))


def test_the_first_screen_fits_and_names_a_problem_that_is_asked() -> None:
    out = io.StringIO()
    console = console_on(out, {"COLUMNS": str(WIDTH)})
    show_start(SESSION, [BUILT_IN.load("problem3"), BUILT_IN.load("problem4")], console)
    assert "practice exam submit problem3 [FILE]" in out.getvalue()
    assert "problem1" not in out.getvalue()
    assert max(map(len, out.getvalue().splitlines())) <= WIDTH


def test_no_word_of_what_was_taken_is_broken() -> None:
    out = io.StringIO()
    console = console_on(out, {"COLUMNS": str(WIDTH)})
    show_received(submission(1, None), 3600.0, console)
    first, second = out.getvalue().splitlines()
    assert first == "problem1  try 1 submitted: mine.py (sha256 000000000000),"
    assert second == "          1:00:00 left"


def test_tries_that_share_an_attempt_name_it_once() -> None:
    tries = [submission(1, 2, attempt=7), submission(2, 2, attempt=7), submission(3, 1, attempt=8)]
    assert "practice history show 7, 8" in shown(reported(ENDED, *tries))


def test_nothing_is_said_of_passing_before_all_is_marked() -> None:
    waiting = reported(ENDED, submission(1, None, verdict=None))
    assert "NOT PASSED YET" in shown(waiting)
    assert "not passed yet" in to_html(waiting)
    assert "NOT PASSED YET" not in shown(reported(ENDED, submission(1, 2)))


def test_what_an_exam_that_was_given_up_left_is_not_said_to_be_marked_later() -> None:
    abandoned = replace(ENDED, end=End.ABANDONED)
    report = reported(abandoned, submission(1, None, verdict=None))
    assert "ABANDONED" in shown(report)
    assert "practice exam finish" not in shown(report)


@pytest.mark.parametrize(
    "tried",
    [
        submission(1, 4),
        submission(1, 4, "A check"),
        submission(1, None, fault="crashed at line 3: no"),
        submission(1, None, verdict=None),
    ],
)
@pytest.mark.parametrize("end", [End.FINISHED, End.ABANDONED])
def test_the_page_gives_the_same_reasons_as_the_terminal(tried: ExamSubmission, end: End) -> None:
    report = reported(replace(ENDED, end=end), tried)
    page, words = to_html(report), shown(report)
    for line in report.to_practice:
        (why,) = line.reasons
        assert f"<li>{why}</li>" in page
        assert f"{line.result.paper.problem}: {why}" in words
    assert ("not graded yet" in page) == ("not graded yet" in words)


def test_an_error_cannot_redraw_the_terminal_from_the_report() -> None:
    assert "\x1b" not in shown(reported(ENDED, submission(1, None, fault="crashed: \x1b[2J")))


@pytest.mark.parametrize(
    ("suffix", "words"), [(".py", "all checks passed"), (".h5", "no check failed")]
)
def test_of_a_model_alone_no_check_is_said_to_have_passed(suffix: str, words: str) -> None:
    out = io.StringIO()
    show_score(submission(1, 5, suffix=suffix), 5, console_on(out, {}))
    assert words in out.getvalue()
    assert ("all checks passed" in out.getvalue()) == (suffix == ".py")


@pytest.mark.parametrize(("hours", "day"), [(1, ""), (24, "2026-03-02 ")])
def test_a_time_of_another_day_has_its_day(
    hours: int, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = timezone.utc
    monkeypatch.setenv("TZ", "UTC")
    at = datetime(2026, 3, 1, 12, tzinfo=zone) + timedelta(hours=hours)
    assert local(at, NOON).startswith(f"{day}{at:%H:%M:%S} (UTC")
