"""Exams in the history's database: begun, found again, closed, and the moments that were seen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam.clock import Mark, elapsed
from grader.exam.session import End, Paper, Sitting, as_text, parse
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
) -> Sitting:
    """Begin an exam at this instant; raises UsageError where one runs already."""
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
        raise UsageError("an exam is running already; `practice exam` shows it") from error
    assert number is not None
    return one(connection, number)


def one(connection: sqlite3.Connection, number: int) -> Sitting:
    """An exam by its number; raises UsageError, which says how many there are."""
    row = connection.execute("SELECT * FROM exams WHERE id = ?", (number,)).fetchone()
    if row is None:
        there = connection.execute("SELECT count(*) FROM exams").fetchone()[0]
        sat = "1 was" if there == 1 else f"{there} were"
        raise UsageError(f"there is no exam {number}; {sat} sat on this machine")
    papers = connection.execute(
        "SELECT problem, variant, data FROM exam_papers WHERE exam = ? ORDER BY place", (number,)
    )
    return Sitting(
        id=row["id"],
        seed=row["seed"],
        folder=Path(row["folder"]),
        started=parse(row["started"]),
        seconds=row["seconds"],
        papers=tuple(Paper(*paper) for paper in papers),
        mark=Mark(row["boot"], row["since_boot"], row["elapsed"]),
        end=End(row["end"]) if row["end"] else None,
        ended=parse(row["ended"]) if row["ended"] else None,
    )


def running(connection: sqlite3.Connection) -> Sitting | None:
    """The exam that was not closed yet; its time may be over all the same."""
    row = connection.execute("SELECT id FROM exams WHERE end IS NULL").fetchone()
    return None if row is None else one(connection, row["id"])


def latest(connection: sqlite3.Connection) -> Sitting | None:
    """The newest exam, running or closed."""
    row = connection.execute("SELECT max(id) AS id FROM exams").fetchone()
    return None if row["id"] is None else one(connection, row["id"])


def of_file(connection: sqlite3.Connection, file: Path) -> Sitting | None:
    """The newest exam in whose folder a file lies."""
    place = file.resolve()
    rows = connection.execute("SELECT id, folder FROM exams ORDER BY id DESC").fetchall()
    found = (row["id"] for row in rows if place.is_relative_to(Path(row["folder"]).resolve()))
    number = next(found, None)
    return None if number is None else one(connection, number)


def closed(connection: sqlite3.Connection) -> tuple[Sitting, ...]:
    """All exams that have ended, oldest first; some of them were abandoned."""
    rows = connection.execute("SELECT id FROM exams WHERE end IS NOT NULL ORDER BY id").fetchall()
    return tuple(one(connection, row["id"]) for row in rows)


def up_to_date(connection: sqlite3.Connection, number: int, at: Instant) -> Sitting:
    """An exam as it stands at this instant, which is kept: closed, if its time is over."""
    return close_if_over(connection, see(connection, one(connection, number), at), at)


def see(connection: sqlite3.Connection, sitting: Sitting, at: Instant) -> Sitting:
    """Keep this instant as the latest that was seen, so that no restart takes it back."""
    passed = elapsed(sitting.started.timestamp(), sitting.mark, at)
    # On another machine the time is counted from this moment on, though none has passed by it yet.
    if passed <= sitting.mark.elapsed and at.boot == sitting.mark.boot:
        return sitting
    mark = Mark(at.boot, at.since_boot, passed)
    with transaction(connection):
        connection.execute(
            "UPDATE exams SET boot = ?, since_boot = ?, elapsed = ? WHERE id = ? AND elapsed <= ?",
            (mark.boot, mark.since_boot, mark.elapsed, sitting.id, mark.elapsed),
        )
    return replace(sitting, mark=mark)


def close(connection: sqlite3.Connection, sitting: Sitting, end: End, at: Instant) -> Sitting:
    """End an exam, unless it has ended: it may have been closed by another process meanwhile.

    An exam whose time is over ended when it was due, whenever somebody looks. When another one
    ended is reckoned by the clock that nobody can set.
    """
    passed = elapsed(sitting.started.timestamp(), sitting.mark, at)
    ended = sitting.due if end is End.TIME else sitting.started + timedelta(seconds=passed)
    with transaction(connection):
        connection.execute(
            "UPDATE exams SET end = ?, ended = ? WHERE id = ? AND end IS NULL",
            (end.value, as_text(ended), sitting.id),
        )
    return one(connection, sitting.id)


def close_if_over(connection: sqlite3.Connection, sitting: Sitting, at: Instant) -> Sitting:
    """Close an exam whose time is over by the clock that nobody can set."""
    if sitting.end is None and sitting.left_for_certain(at) <= 0:
        return close(connection, sitting, End.TIME, at)
    return sitting


def told(connection: sqlite3.Connection, sitting: Sitting) -> float:
    """The least number of minutes left that was announced; infinity before the first."""
    row = connection.execute("SELECT told FROM exams WHERE id = ?", (sitting.id,)).fetchone()
    return float("inf") if row["told"] is None else float(row["told"])


def tell(connection: sqlite3.Connection, sitting: Sitting, minutes: float) -> bool:
    """Note that this number of minutes is announced; whether it was not yet."""
    with transaction(connection):
        done = connection.execute(
            "UPDATE exams SET told = ? WHERE id = ? AND (told IS NULL OR told > ?)",
            (minutes, sitting.id, minutes),
        )
    return done.rowcount > 0
