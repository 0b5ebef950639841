"""Databases of every version that was ever given out still open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from grader.exam import storage, submissions
from grader.exam.scoring import score
from grader.exam.session import End
from grader.history import repository
from grader.history.database import FILE, opened, reading
from grader.history.migrations import NEWEST
from grader.history.stored_report import read_report
from tests.history.dump import VERSIONS
from tests.history.examples import kept, report

if TYPE_CHECKING:
    from pathlib import Path

EVERY = sorted(VERSIONS.glob("v*.sql"))


def load(state: Path, script: Path) -> None:
    with closing(sqlite3.connect(state / FILE)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))


def test_the_newest_version_has_a_dump() -> None:
    missing = f"run python -m tests.history.dump, and commit versions/v{NEWEST}.sql"
    assert VERSIONS / f"v{NEWEST}.sql" in EVERY, missing


@pytest.mark.parametrize("script", EVERY, ids=lambda path: path.stem)
def test_all_attempts_of_a_version_are_found(tmp_path: Path, script: Path) -> None:
    load(tmp_path, script)
    with reading(tmp_path) as connection:
        found = repository.listing(connection)
        reports = [read_report(repository.report_text(connection, n.id), n.id) for n in found]
        records = [repository.record(connection, one.id) for one in found]
    assert [(one.id, one.problem, one.origin.value, one.verdict, one.score) for one in found] == [
        (1, "problem1", "practice", "crashed", None),
        (2, "problem1", "practice", "failed", 2),
        (3, "problem1", "practice", "passed", 5),
        (4, "problem3", "exam", "failed", 4),
    ]
    assert [one.score for one in reports] == [None, 2, 5, 4]
    assert all(record and record["keras"] == "3.15.1" for record in records)


@pytest.mark.parametrize("script", EVERY, ids=lambda path: path.stem)
def test_a_database_of_any_version_takes_more_attempts(tmp_path: Path, script: Path) -> None:
    load(tmp_path, script)
    assert kept(tmp_path, report(1)) == [5]
    with opened(tmp_path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == NEWEST


@pytest.mark.parametrize("script", EVERY[1:], ids=lambda path: path.stem)
def test_the_exam_of_a_version_is_found_with_its_mark(tmp_path: Path, script: Path) -> None:
    load(tmp_path, script)
    with reading(tmp_path) as connection:
        sitting = storage.one(connection, 1)
        scored = score(sitting, submissions.every(connection, sitting))
    assert (sitting.end, sitting.seconds, sitting.papers[0].label) == (
        End.FINISHED,
        3600.0,
        "problem3~2",
    )
    assert (scored.points, scored.results[0].seconds) == (4, 60.0)
