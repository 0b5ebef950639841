"""Remove old attempts, and copies that nothing refers to."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.history import copies
from grader.history.attempt import Attempt, Origin
from grader.history.database import transaction
from grader.report import Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Every copy that must stay: add each table that refers to copies.
REFERRED = "SELECT sha256, suffix FROM attempts UNION SELECT sha256, suffix FROM handed_in"
ABANDONED_AFTER = 24 * 3600.0  # seconds after which nobody is still writing a copy


@dataclass(frozen=True)
class Freed:
    """The number of removed files and their size."""

    files: int
    bytes: int


def prunable(attempts: Iterable[Attempt], keep: int, *, exams: bool = False) -> tuple[Attempt, ...]:
    """Return all attempts but the `keep` latest and the best of each problem.

    Attempts of exams stay and do not count, unless `exams`.
    """
    groups: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        if exams or attempt.origin is not Origin.EXAM:
            groups.setdefault(attempt.problem, []).append(attempt)
    gone = []
    for group in groups.values():
        group.sort(key=lambda attempt: attempt.id)
        best = max(group, key=_worth)
        gone += [one for one in group[: max(0, len(group) - keep)] if one is not best]
    return tuple(sorted(gone, key=lambda attempt: attempt.id))


def remove(connection: sqlite3.Connection, attempts: Sequence[Attempt]) -> None:
    """Remove attempts from the database in one transaction."""
    with transaction(connection):
        connection.executemany(
            "DELETE FROM attempts WHERE id = ?", [(attempt.id,) for attempt in attempts]
        )


def sweep(connection: sqlite3.Connection, state: Path, now: float) -> Freed:
    """Remove the copies that nothing refers to; `now` is in seconds since 1970.

    The transaction keeps others from adding an attempt that refers to one of them.
    """
    freed = []
    with transaction(connection):
        referred = {copies.path_of(state, *row) for row in connection.execute(REFERRED)}
        idle = [path for path in copies.every(state) if path not in referred]
        for path in copies.unfinished(state):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < now - ABANDONED_AFTER:
                    idle.append(path)
        for path in idle:
            with contextlib.suppress(FileNotFoundError):
                size = path.stat().st_size
                path.unlink()
                freed.append(size)
    return Freed(len(freed), sum(freed))


def _worth(attempt: Attempt) -> tuple[bool, int, int, float, int]:
    """Return the sort key of the best attempt; the later one wins a tie."""
    return (
        attempt.verdict == Verdict.PASSED.value,
        -1 if attempt.score is None else attempt.score,
        attempt.points,
        attempt.held_out or 0.0,
        attempt.id,
    )
