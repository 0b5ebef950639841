"""Store the submissions of exams: received before the end or refused, and graded once."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam.session import ExamSubmission, as_text, clock_time, local, parse
from grader.history import copies
from grader.history.database import transaction
from grader.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grader.exam.clock import Instant
    from grader.exam.session import Session


# Verdicts that a second training would repeat, because the first one finished.
JUDGED = frozenset({Verdict.PASSED.value, Verdict.FAILED.value})


class TooLate(UsageError):
    """The exam has ended: submissions are closed."""


def receive(
    connection: sqlite3.Connection,
    state: Path,
    session: Session,
    now: Callable[[], Instant],
    *,
    problem: str,
    file: str,
    content: bytes | Path,
    suffix: str,
) -> ExamSubmission:
    """Store a copy of a submission, then its record; raise TooLate after the end.

    When this returns, both are on disk and count, whatever happens to the training.
    """
    refuse_late(session, now())
    sha256 = copies.store(state, content, suffix)
    with transaction(connection):
        # Copying a large file may take longer than the time left.
        at = now()
        refuse_late(session, at)
        if connection.execute("SELECT end FROM exams WHERE id = ?", (session.id,)).fetchone()[0]:
            raise TooLate("the exam was ended meanwhile; `practice exam report` shows the result")
        # `history prune` may just have removed a copy that nothing referred to.
        if not copies.path_of(state, sha256, suffix).is_file():
            sha256 = copies.store(state, content, suffix)
        number = connection.execute(
            "SELECT count(*) + 1 FROM handed_in WHERE exam = ? AND problem = ?",
            (session.id, problem),
        ).fetchone()[0]
        done = connection.execute(
            "INSERT INTO handed_in (exam, problem, number, at, elapsed, file, sha256, suffix)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session.id,
                problem,
                number,
                as_text(datetime.fromtimestamp(at.utc, timezone.utc)),
                session.seconds - session.left(at),
                file.encode("utf-8", "replace").decode(),
                sha256,
                suffix,
            ),
        )
    assert done.lastrowid is not None
    return one(connection, done.lastrowid)


def refuse_late(session: Session, at: Instant) -> None:
    """Raise TooLate if an exam has ended or its time is over."""
    now = datetime.fromtimestamp(at.utc, timezone.utc)
    if session.end is not None and session.ended is not None:
        raise TooLate(f"the exam ended at {local(session.ended, now)}: submissions are closed")
    if session.left(at) > 0:
        return
    moved = session.clock_was_set(at)
    if session.certainly_left(at) > 0 and moved > 0:
        raise TooLate(
            f"the clock of this machine was set forward by {clock_time(moved)} during the exam, "
            f"which by this clock ended at {local(session.due, now)}; the stricter clock counts. "
            "If the clock is wrong now, correct it and submit again; if it was wrong when the exam "
            "started, finish or abandon this exam and start another one"
        )
    raise TooLate(f"the exam ended at {local(session.due, now)}: submissions are closed")


def every(connection: sqlite3.Connection, session: Session) -> tuple[ExamSubmission, ...]:
    """Return all submissions of an exam, in order."""
    rows = connection.execute("SELECT * FROM handed_in WHERE exam = ? ORDER BY id", (session.id,))
    return tuple(_read(row) for row in rows.fetchall())


def one(connection: sqlite3.Connection, number: int) -> ExamSubmission:
    """Return a submission by its id."""
    return _read(connection.execute("SELECT * FROM handed_in WHERE id = ?", (number,)).fetchone())


def progress(connection: sqlite3.Connection, submitted: ExamSubmission, line: str) -> None:
    """Store the progress of a training, for `practice exam` to show."""
    with contextlib.suppress(sqlite3.Error):  # A write that fails must not end the training.
        connection.execute("UPDATE handed_in SET progress = ? WHERE id = ?", (line, submitted.id))


def forget_progress(connection: sqlite3.Connection) -> None:
    """Clear the progress that a killed process left; the caller holds the grading lock."""
    with contextlib.suppress(sqlite3.Error):
        connection.execute("UPDATE handed_in SET progress = '' WHERE progress != ''")


def same_file(
    submitted: Iterable[ExamSubmission], received: ExamSubmission
) -> ExamSubmission | None:
    """Return another try with the same file that was trained to its end: it gets the same score.

    A training that was stopped (time, memory, an error) may get further next time.
    """
    same = (received.problem, received.sha256, received.suffix, received.file)
    return next(
        (
            one
            for one in submitted
            if one.id != received.id
            and one.verdict in JUDGED
            and (one.problem, one.sha256, one.suffix, one.file) == same
        ),
        None,
    )


def record_grade(
    connection: sqlite3.Connection,
    submitted: ExamSubmission,
    *,
    attempt: int | None,
    verdict: str,
    score: int | None,
    failed: tuple[str, ...],
    fault: str,
) -> None:
    """Store a grade once, within the transaction in which the caller adds the attempt."""
    connection.execute(
        "UPDATE handed_in SET attempt = ?, verdict = ?, score = ?, failed = ?, fault = ?,"
        " progress = '' WHERE id = ? AND verdict IS NULL",
        (attempt, verdict, score, json.dumps(failed), fault, submitted.id),
    )


def copy_grade(
    connection: sqlite3.Connection, submitted: ExamSubmission, before: ExamSubmission
) -> None:
    """Copy the grade of another submission of the same file, within the caller's transaction."""
    assert before.verdict is not None
    record_grade(
        connection,
        submitted,
        attempt=before.attempt,
        verdict=before.verdict,
        score=before.score,
        failed=before.failed,
        fault=before.fault,
    )


def _read(row: sqlite3.Row) -> ExamSubmission:
    return ExamSubmission(
        id=row["id"],
        problem=row["problem"],
        number=row["number"],
        at=parse(row["at"]),
        elapsed=row["elapsed"],
        file=row["file"],
        sha256=row["sha256"],
        suffix=row["suffix"],
        attempt=row["attempt"],
        verdict=row["verdict"],
        score=row["score"],
        failed=tuple(json.loads(row["failed"])),
        fault=row["fault"],
        progress=row["progress"],
    )
