"""Store exams in the history's database."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam.clock import LastSeen, elapsed
from grader.exam.session import End, Paper, Session, as_text, parse
from grader.history.database import transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.exam.clock import Instant


def begin(
    connection: sqlite3.Connection,
    at: Instant,
    *,
    seed: int,
    folder: Path,
    seconds: float,
    papers: Sequence[Paper],
) -> Session:
    """Start an exam at this instant; raise UsageError if one is running."""
    started = datetime.fromtimestamp(at.utc, timezone.utc)
    values = (seed, str(folder), as_text(started), seconds, at.boot, at.since_boot)
    try:
        with transaction(connection):
            number = connection.execute(
                "INSERT INTO exams (seed, folder, started, seconds, boot, since_boot, elapsed)"
                " VALUES (?, ?, ?, ?, ?, ?, 0.0)",
                values,
            ).lastrowid
            connection.executemany(
                "INSERT INTO exam_papers (exam, place, problem, variant, data)"
                " VALUES (?, ?, ?, ?, ?)",
                [(number, n, p.problem, p.variant, p.data) for n, p in enumerate(papers)],
            )
    except sqlite3.IntegrityError as error:
        raise UsageError("an exam is already running; `practice exam` shows its state") from error
    assert number is not None
    return one(connection, number)


def one(connection: sqlite3.Connection, number: int) -> Session:
    """Return an exam by its number; raise UsageError if there is none."""
    row = connection.execute("SELECT * FROM exams WHERE id = ?", (number,)).fetchone()
    if row is None:
        latest_id = connection.execute("SELECT max(id) FROM exams").fetchone()[0]
        known = f"the latest is {latest_id}" if latest_id else "there is none yet"
        raise UsageError(f"no exam {number}; {known}")
    papers = connection.execute(
        "SELECT problem, variant, data FROM exam_papers WHERE exam = ? ORDER BY place", (number,)
    )
    return Session(
        id=row["id"],
        seed=row["seed"],
        folder=Path(row["folder"]),
        started=parse(row["started"]),
        seconds=row["seconds"],
        papers=tuple(Paper(*paper) for paper in papers),
        last_seen=LastSeen(row["boot"], row["since_boot"], row["elapsed"]),
        end=End(row["end"]) if row["end"] else None,
        ended=parse(row["ended"]) if row["ended"] else None,
    )


def running(connection: sqlite3.Connection) -> Session | None:
    """Return the exam that is not closed yet; its time may be over."""
    row = connection.execute("SELECT id FROM exams WHERE end IS NULL").fetchone()
    return None if row is None else one(connection, row["id"])


def latest(connection: sqlite3.Connection) -> Session | None:
    """Return the latest exam, running or closed."""
    row = connection.execute("SELECT max(id) AS id FROM exams").fetchone()
    return None if row["id"] is None else one(connection, row["id"])


def of_file(connection: sqlite3.Connection, file: Path) -> Session | None:
    """Return the latest exam whose folder contains a file."""
    place = file.resolve()
    rows = connection.execute("SELECT id, folder FROM exams ORDER BY id DESC").fetchall()
    found = (row["id"] for row in rows if place.is_relative_to(Path(row["folder"]).resolve()))
    number = next(found, None)
    return None if number is None else one(connection, number)


def closed(connection: sqlite3.Connection) -> tuple[Session, ...]:
    """Return all exams that have ended, also abandoned ones, oldest first."""
    rows = connection.execute("SELECT id FROM exams WHERE end IS NOT NULL ORDER BY id").fetchall()
    return tuple(one(connection, row["id"]) for row in rows)


def refresh(connection: sqlite3.Connection, number: int, at: Instant) -> Session:
    """Store this instant, close the exam if its time is over, and return it."""
    return close_if_over(connection, save_instant(connection, one(connection, number), at), at)


def save_instant(connection: sqlite3.Connection, session: Session, at: Instant) -> Session:
    """Store this instant, so that a reboot cannot take it back."""
    passed = elapsed(session.started.timestamp(), session.last_seen, at)
    # On another machine the time counts from this instant on.
    if passed <= session.last_seen.elapsed and at.boot == session.last_seen.boot:
        return session
    last_seen = LastSeen(at.boot, at.since_boot, passed)
    with transaction(connection):
        connection.execute(
            "UPDATE exams SET boot = ?, since_boot = ?, elapsed = ? WHERE id = ? AND elapsed <= ?",
            (
                last_seen.boot,
                last_seen.since_boot,
                last_seen.elapsed,
                session.id,
                last_seen.elapsed,
            ),
        )
    return replace(session, last_seen=last_seen)


def close(connection: sqlite3.Connection, session: Session, end: End, at: Instant) -> Session:
    """End an exam, unless another process did meanwhile.

    An exam whose time is over ended when it was due. The end of any other is measured by the boot
    clock.
    """
    passed = elapsed(session.started.timestamp(), session.last_seen, at)
    ended = session.due if end is End.TIME else session.started + timedelta(seconds=passed)
    with transaction(connection):
        connection.execute(
            "UPDATE exams SET end = ?, ended = ? WHERE id = ? AND end IS NULL",
            (end.value, as_text(ended), session.id),
        )
    return one(connection, session.id)


def close_if_over(connection: sqlite3.Connection, session: Session, at: Instant) -> Session:
    """Close an exam whose time is over by the boot clock."""
    if session.end is None and session.certainly_left(at) <= 0:
        return close(connection, session, End.TIME, at)
    return session


def announced(connection: sqlite3.Connection, session: Session) -> float:
    """Return the fewest minutes left that were announced; infinity before the first."""
    row = connection.execute("SELECT told FROM exams WHERE id = ?", (session.id,)).fetchone()
    return float("inf") if row["told"] is None else float(row["told"])


def announce(connection: sqlite3.Connection, session: Session, minutes: float) -> bool:
    """Store that these minutes are announced; return whether they were not before."""
    with transaction(connection):
        done = connection.execute(
            "UPDATE exams SET told = ? WHERE id = ? AND (told IS NULL OR told > ?)",
            (minutes, session.id, minutes),
        )
    return done.rowcount > 0
