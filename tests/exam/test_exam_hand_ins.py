"""A submission is stored as it was, and one that cannot be graded holds up no other."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.commands import exam_grading, exam_submit
from grader.exam import clock, submissions
from grader.history import copies
from grader.history.database import opened
from tests.history.examples import FAULT, report

if TYPE_CHECKING:
    import sqlite3

    from grader.grading import GradingRequest
    from grader.report import Report
    from tests.exam.conftest import Candidate


def test_a_notebook_in_capitals_is_a_notebook_and_python_so_named_is_not_taken(
    candidate: Candidate,
) -> None:
    candidate.begun()
    book = '{"cells": [{"cell_type": "code", "source": "this is no Python"}]}'
    candidate.file("Book.IPYNB", book)
    candidate.file("Text.IPYNB", "this is no Python\n")
    assert (
        "crashed at line 1 of cell 1"
        in candidate("exam", "submit", "problem1", "Book.IPYNB").stdout
    )
    refused = candidate("exam", "submit", "problem1", "Text.IPYNB")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Text.IPYNB, line 1: this is no notebook" in refused.stderr
    assert [one.file for one in candidate.submitted()] == ["Book.IPYNB"]


def test_what_is_noted_is_what_is_kept_though_the_file_changes_meanwhile(
    candidate: Candidate,
) -> None:
    session, model = candidate.begun(), candidate.file("model.h5", "first")
    moments = [clock.now()]

    def now() -> clock.Instant:
        if not moments:  # Kept once, and a `history prune` comes before it is noted.
            for copy in (candidate.state / "submissions").rglob("*.h5"):
                copy.unlink()
            model.write_text("second", encoding="utf-8")
        return moments.pop() if moments else clock.now()

    with opened(candidate.state) as connection:
        submissions.receive(
            connection,
            candidate.state,
            session,
            now,
            problem="problem1",
            file="model.h5",
            content=model,
            suffix=".h5",
        )
    (only,) = candidate.submitted()
    assert copies.read(candidate.state, only.sha256, ".h5") == b"second"


def test_a_fault_of_the_kit_keeps_no_other_file_from_being_marked(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = candidate.begun()
    with opened(candidate.state) as connection:
        for name, content in (("a.py", b"1"), ("b.py", b"2")):
            submissions.receive(
                connection,
                candidate.state,
                session,
                clock.now,
                problem="problem1",
                file=name,
                content=content,
                suffix=".py",
            )

    def grade(task: GradingRequest) -> Report:
        if task.file == "a.py":
            raise ValueError("a surprise \udcff")
        return report(None, fault=replace(FAULT, message="bad name \udcff"))

    monkeypatch.setattr(exam_grading, "grade", grade)
    said = io.StringIO()
    exam_submit.finish(replace(candidate.settings(), stderr=said), yes=True)
    assert (
        "exam 1, problem1 try 1 could not be graded: internal error of the kit, not of your file: "
        "ValueError: a surprise ?" in said.getvalue()
    )
    (trace,) = (candidate.state / "faults").iterdir()
    assert "a surprise" in trace.read_text(encoding="utf-8")
    first, second = candidate.submitted()
    assert (first.is_graded, second.fault) == (False, "crashed at line 3: bad name ?")


@pytest.mark.parametrize("received", [True, False])
def test_ctrl_c_while_a_file_is_taken_tells_whether_it_was(
    candidate: Candidate, *, received: bool
) -> None:
    session = candidate.begun()
    words = "problem1 try 1 is submitted and counts" if received else "nothing was submitted"
    about: dict[str, Any] = {
        "problem": "problem1",
        "file": "mine.py",
        "content": b"x = 1",
        "suffix": ".py",
    }

    def interrupted(connection: sqlite3.Connection) -> None:
        with exam_grading.report_receipt(connection, session, "problem1", "mine.py"):
            if received:
                submissions.receive(connection, candidate.state, session, clock.now, **about)
            raise KeyboardInterrupt

    with (
        opened(candidate.state) as connection,
        pytest.raises(KeyboardInterrupt, match=words),
    ):
        interrupted(connection)
