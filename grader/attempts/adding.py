"""An attempt put into the database."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, replace
from datetime import timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from grader.attempts.attempt import NewAttempt
    from grader.training.record import TrainingRecord

# Bytes of a packed record: a usual one has a few thousand.
MOST_OF_A_RECORD = 500_000


def add(connection: sqlite3.Connection, new: NewAttempt) -> int:
    """Add an attempt and give its number; begins and ends no transaction of its own."""
    report = new.report
    values = {
        "at": new.at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "origin": new.origin.value,
        "problem": report.problem,
        "variant": report.variant,
        "data": report.data,
        "box": report.box,
        "seed": report.seed,
        "file": report.file.encode("utf-8", "replace").decode(),
        "sha256": new.sha256,
        "suffix": new.suffix,
        "verdict": report.verdict.value,
        "mark": report.mark,
        "points": report.points,
        "most_points": report.most_points,
        "held_out": report.accuracy.get("held-out"),
        "seconds": report.seconds.get("box"),
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


def packed(record: TrainingRecord, most: int = MOST_OF_A_RECORD) -> bytes | None:
    """A training record as compressed JSON, without its longest lists if it is too large so.

    None where it is too large all the same.
    """
    for each in (record, _shortened(record)):
        try:
            blob = zlib.compress(json.dumps(asdict(each)).encode("ascii"))
        except RecursionError:  # A submission's own settings may be as deep as it likes.
            return None
        if len(blob) <= most:
            return blob
    return None


def _shortened(record: TrainingRecord) -> TrainingRecord:
    loaders = tuple(replace(loader, files=()) for loader in record.loaders)
    fits = tuple(
        replace(fit, epochs=tuple(replace(epoch, weights=()) for epoch in fit.epochs))
        for fit in record.fits
    )
    return replace(record, loaders=loaders, fits=fits)
