"""What was handed in: taken before the end or refused, and marked once."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam.session import HandIn, as_text, clock_time, local, parse
from grader.history import copies
from grader.history.database import transaction
from grader.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grader.exam.clock import Instant
    from grader.exam.session import Sitting


# Verdicts that a second training would repeat: it ran to its end.
JUDGED = frozenset({Verdict.PASSED.value, Verdict.FAILED.value})


class TooLate(UsageError):
    """The exam has ended: nothing is taken any more."""


def hand_in(
    connection: sqlite3.Connection,
    state: Path,
    sitting: Sitting,
    now: Callable[[], Instant],
    *,
    problem: str,
    file: str,
    content: bytes | Path,
    suffix: str,
) -> HandIn:
    """Keep a copy of a submission, then note it with the time; raises TooLate after the end.

    When this returns both are on the disk, and count whatever happens to the training.
    """
    refuse_late(sitting, now())
    sha256 = copies.keep(state, content, suffix)
    with transaction(connection):
        # A large file may take longer to copy than there was time left.
        at = now()
        refuse_late(sitting, at)
        if connection.execute("SELECT end FROM exams WHERE id = ?", (sitting.id,)).fetchone()[0]:
            raise TooLate("the exam was ended meanwhile; `practice exam report` shows it")
        # A `history prune` at this moment may just have removed a copy that nothing referred to.
        if not copies.path_of(state, sha256, suffix).is_file():
            sha256 = copies.keep(state, content, suffix)
        number = connection.execute(
            "SELECT count(*) + 1 FROM handed_in WHERE exam = ? AND problem = ?",
            (sitting.id, problem),
        ).fetchone()[0]
        done = connection.execute(
            "INSERT INTO handed_in (exam, problem, number, at, elapsed, file, sha256, suffix)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sitting.id,
                problem,
                number,
                as_text(datetime.fromtimestamp(at.utc, timezone.utc)),
                sitting.seconds - sitting.left(at),
                file.encode("utf-8", "replace").decode(),
                sha256,
                suffix,
            ),
        )
    assert done.lastrowid is not None
    return one(connection, done.lastrowid)


def refuse_late(sitting: Sitting, at: Instant) -> None:
    """Raise TooLate where an exam has ended, or its time is over."""
    now = datetime.fromtimestamp(at.utc, timezone.utc)
    if sitting.end is not None and sitting.ended is not None:
        raise TooLate(f"the exam ended at {local(sitting.ended, now)}: nothing is taken any more")
    if sitting.left(at) > 0:
        return
    moved = sitting.clock_was_set(at)
    if sitting.left_for_certain(at) > 0 and moved > 0:
        raise TooLate(
            f"this machine's clock went forward by {clock_time(moved)} during the exam, which by "
            f"it ended at {local(sitting.due, now)}, and the stricter clock counts; if the clock "
            "is wrong now, set it right and hand in again; if it was wrong when the exam began, "
            "finish or abandon this exam and start another"
        )
    raise TooLate(f"the exam ended at {local(sitting.due, now)}: nothing is taken any more")


def every(connection: sqlite3.Connection, sitting: Sitting) -> tuple[HandIn, ...]:
    """All that was handed in in an exam, in its order."""
    rows = connection.execute("SELECT * FROM handed_in WHERE exam = ? ORDER BY id", (sitting.id,))
    return tuple(_read(row) for row in rows.fetchall())


def one(connection: sqlite3.Connection, number: int) -> HandIn:
    """What was handed in, by its number."""
    return _read(connection.execute("SELECT * FROM handed_in WHERE id = ?", (number,)).fetchone())


def progress(connection: sqlite3.Connection, handed_in: HandIn, line: str) -> None:
    """Note how far its training has come, for those who look."""
    with contextlib.suppress(sqlite3.Error):  # No training ends for a note that cannot be made.
        connection.execute("UPDATE handed_in SET progress = ? WHERE id = ?", (line, handed_in.id))


def forget_progress(connection: sqlite3.Connection) -> None:
    """Forget what a process noted that was killed: who calls this holds the lock of all marking."""
    with contextlib.suppress(sqlite3.Error):
        connection.execute("UPDATE handed_in SET progress = '' WHERE progress != ''")


def same_file(handed_in: Iterable[HandIn], taken: HandIn) -> HandIn | None:
    """Another try with the very same file whose model was marked: the same file, the same mark.

    A training that was ended (out of time, of memory, by an error) may come further next time.
    """
    same = (taken.problem, taken.sha256, taken.suffix, taken.file)
    return next(
        (
            one
            for one in handed_in
            if one.id != taken.id
            and one.verdict in JUDGED
            and (one.problem, one.sha256, one.suffix, one.file) == same
        ),
        None,
    )


def marked(
    connection: sqlite3.Connection,
    handed_in: HandIn,
    *,
    attempt: int | None,
    verdict: str,
    score: int | None,
    failed: tuple[str, ...],
    fault: str,
) -> None:
    """Note what it is worth, once; within the transaction of the caller, who added the attempt."""
    connection.execute(
        "UPDATE handed_in SET attempt = ?, verdict = ?, score = ?, failed = ?, fault = ?,"
        " progress = '' WHERE id = ? AND verdict IS NULL",
        (attempt, verdict, score, json.dumps(failed), fault, handed_in.id),
    )


def marked_as(connection: sqlite3.Connection, handed_in: HandIn, before: HandIn) -> None:
    """Give it the mark of another hand-in of the same file; within the caller's transaction."""
    assert before.verdict is not None
    marked(
        connection,
        handed_in,
        attempt=before.attempt,
        verdict=before.verdict,
        score=before.score,
        failed=before.failed,
        fault=before.fault,
    )


def _read(row: sqlite3.Row) -> HandIn:
    return HandIn(
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
