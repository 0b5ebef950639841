"""Add attempts to the database and find them again."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, fields, replace
from datetime import timezone
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.history.attempt import Attempt, Origin

if TYPE_CHECKING:
    import sqlite3

    from grader.history.attempt import NewAttempt
    from grader.training.record import TrainingRecord

MAX_RECORD = 500_000  # bytes of a packed record; most have a few thousand


def add(connection: sqlite3.Connection, new: NewAttempt) -> int:
    """Add an attempt within the caller's transaction and return its number."""
    report = new.report
    values = {
        "at": new.at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "origin": new.origin.value,
        "problem": report.problem,
        "variant": report.variant,
        "data": report.data,
        "sandbox": report.sandbox,
        "seed": report.seed,
        "file": report.file.encode("utf-8", "replace").decode(),
        "sha256": new.sha256,
        "suffix": new.suffix,
        "verdict": report.verdict.value,
        "score": report.score,
        "points": report.points,
        "most_points": report.most_points,
        "held_out": report.accuracy.get("held-out"),
        "seconds": report.seconds.get("sandbox"),
        "versions": json.dumps(dict(report.versions)),
        "machine": json.dumps(dict(new.machine)),
        "report": new.text,
        "record": None if new.record is None else packed(new.record),
    }
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    done = connection.execute(f"INSERT INTO attempts ({names}) VALUES ({places})", values)  # noqa: S608
    assert done.lastrowid is not None
    return done.lastrowid


def packed(record: TrainingRecord, limit: int = MAX_RECORD) -> bytes | None:
    """Return a training record as compressed JSON, without its longest lists if too large.

    None if it is still too large.
    """
    for each in (record, _shortened(record)):
        try:
            blob = zlib.compress(json.dumps(asdict(each)).encode("ascii"))
        except RecursionError:  # A submission may nest its settings as deep as it likes.
            return None
        if len(blob) <= limit:
            return blob
    return None


def _shortened(record: TrainingRecord) -> TrainingRecord:
    loaders = tuple(replace(loader, files=()) for loader in record.loaders)
    fits = tuple(
        replace(fit, epochs=tuple(replace(epoch, weights=()) for epoch in fit.epochs))
        for fit in record.fits
    )
    return replace(record, loaders=loaders, fits=fits)


_COLUMNS = ", ".join(field.name for field in fields(Attempt))


def listing(
    connection: sqlite3.Connection, problem: str | None = None, last: int | None = None
) -> tuple[Attempt, ...]:
    """Return attempts, latest last: all or those of one problem, at most the `last` ones."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM attempts WHERE :problem IS NULL OR problem = :problem "  # noqa: S608
        "ORDER BY id DESC LIMIT :last",
        {"problem": problem, "last": -1 if last is None else last},
    )
    return tuple(_attempt(row) for row in reversed(found.fetchall()))


def count(connection: sqlite3.Connection, problem: str | None = None) -> int:
    """Count the attempts of one problem or of all."""
    number: int = connection.execute(
        "SELECT count(*) FROM attempts WHERE :problem IS NULL OR problem = :problem",
        {"problem": problem},
    ).fetchone()[0]
    return number


def one(connection: sqlite3.Connection, number: int) -> Attempt:
    """Return an attempt by its number; raise UsageError if there is none."""
    query = f"SELECT {_COLUMNS} FROM attempts WHERE id = ?"  # noqa: S608
    row = connection.execute(query, (number,)).fetchone()
    if row is not None:
        return _attempt(row)
    least, most = connection.execute("SELECT min(id), max(id) FROM attempts").fetchone()
    if least is None:
        raise UsageError(f"no attempt {number}: the history is empty")
    if least < number < most:
        raise UsageError(f"attempt {number} was removed; `practice history` lists the others")
    raise UsageError(f"no attempt {number} (choose {least} to {most})")


def report_text(connection: sqlite3.Connection, number: int) -> str:
    """Return the report of an attempt, as `practice check --json` printed it."""
    row = connection.execute("SELECT report FROM attempts WHERE id = ?", (number,)).fetchone()
    text: str = row["report"]
    return text


def record(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """Return the training record of an attempt as plain values; None if none was stored."""
    row = connection.execute("SELECT record FROM attempts WHERE id = ?", (number,)).fetchone()
    if row["record"] is None:
        return None
    values: dict[str, Any] = json.loads(zlib.decompress(row["record"]))
    return values


def _attempt(row: sqlite3.Row) -> Attempt:
    values = dict(row)
    values["origin"] = Origin(values["origin"])
    for name in ("versions", "machine"):
        values[name] = json.loads(values[name])
    return Attempt(**values)
