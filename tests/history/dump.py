"""A database of the present version as text: `python -m tests.history.dump` keeps it for ever.

Run it once for each new script in grader/history/migrations.py, and commit the file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.exam import storage, submissions
from grader.exam.clock import Instant
from grader.exam.session import End, Paper
from grader.history.attempt import Origin
from grader.history.database import opened, transaction
from grader.history.migrations import APPLICATION, NEWEST
from grader.report import Verdict
from tests.history.examples import NOON, SOURCE, kept, report

if TYPE_CHECKING:
    import sqlite3

DUMPED = 4
VERSIONS = Path(__file__).with_name("versions")


def dump() -> str:
    """Four attempts of a practice, a crash, a passed one and an exam, and that exam, as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        kept(state, report(None), report(2), report(5, verdict=Verdict.PASSED))
        kept(state, report(4, problem="problem3"), origin=Origin.EXAM)
        with opened(state) as connection:
            _sit_an_exam(connection, state)
            lines = [
                *connection.iterdump(),
                f"PRAGMA application_id = {APPLICATION};",
                f"PRAGMA user_version = {NEWEST};",
            ]
    return "\n".join(lines) + "\n"


def _sit_an_exam(connection: sqlite3.Connection, state: Path) -> None:
    """An exam of an hour, in which one file was handed in after a minute: the last attempt."""
    began = Instant(NOON.timestamp(), "a-boot", 100.0)
    later = Instant(began.utc + 60.0, "a-boot", 160.0)
    papers = (Paper("problem3", 2, "sample"),)
    place = Path("/home/someone/exam-1")
    sitting = storage.begin(connection, began, seed=7, folder=place, seconds=3600.0, papers=papers)
    taken = submissions.receive(
        connection,
        state,
        sitting,
        lambda: later,
        problem="problem3",
        file="mine.py",
        content=SOURCE,
        suffix=".py",
    )
    with transaction(connection):
        submissions.record_grade(
            connection,
            taken,
            attempt=DUMPED,
            verdict="failed",
            score=4,
            failed=("Pixels are scaled",),
            fault="",
        )
    storage.close(connection, sitting, End.FINISHED, later)


if __name__ == "__main__":
    (VERSIONS / f"v{NEWEST}.sql").write_text(dump(), encoding="utf-8")
