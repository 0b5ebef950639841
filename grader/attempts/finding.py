"""Kept attempts found again."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from grader.attempts.attempt import Attempt, Origin
from grader.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = ", ".join(field.name for field in fields(Attempt))


def listing(
    connection: sqlite3.Connection, problem: str | None = None, last: int | None = None
) -> tuple[Attempt, ...]:
    """Attempts, newest last: all, those of one problem, or the `last` so many."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM attempts WHERE :problem IS NULL OR problem = :problem "  # noqa: S608
        "ORDER BY id DESC LIMIT :last",
        {"problem": problem, "last": -1 if last is None else last},
    )
    return tuple(_attempt(row) for row in reversed(found.fetchall()))


def count(connection: sqlite3.Connection, problem: str | None = None) -> int:
    """How many attempts there are, of one problem or of all."""
    number: int = connection.execute(
        "SELECT count(*) FROM attempts WHERE :problem IS NULL OR problem = :problem",
        {"problem": problem},
    ).fetchone()[0]
    return number


def one(connection: sqlite3.Connection, number: int) -> Attempt:
    """An attempt by its number; raises UsageError, which names those that there are."""
    query = f"SELECT {_COLUMNS} FROM attempts WHERE id = ?"  # noqa: S608
    row = connection.execute(query, (number,)).fetchone()
    if row is not None:
        return _attempt(row)
    least, most = connection.execute("SELECT min(id), max(id) FROM attempts").fetchone()
    if least is None:
        raise UsageError(f"there is no attempt {number}: none is kept yet")
    if least < number < most:
        raise UsageError(f"attempt {number} was removed; `practice history` lists those kept")
    raise UsageError(f"there is no attempt {number}; the numbers run from {least} to {most}")


def report_text(connection: sqlite3.Connection, number: int) -> str:
    """The report of a kept attempt, as `practice check --json` printed it."""
    row = connection.execute("SELECT report FROM attempts WHERE id = ?", (number,)).fetchone()
    text: str = row["report"]
    return text


def record(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """The training record of a kept attempt as plain values; None where none was kept."""
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
