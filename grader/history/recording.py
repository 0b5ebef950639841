"""A submission that was marked, kept whole: the copy first, then the attempt that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.history import copies
from grader.history.attempt import NewAttempt, Origin
from grader.history.database import opened, transaction
from grader.history.repository import add

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from grader.report import Report
    from grader.training.record import TrainingRecord


def keep_practice(
    state: Path,
    at: datetime,
    report: Report,
    text: str,
    content: bytes | Path,
    suffix: str,
    record: TrainingRecord | None,
) -> int:
    """Keep an attempt of practice and give its number; raises UsageError where it cannot be kept.

    `text` is the report as JSON, `content` what was handed in, or where it lies.
    """
    sha256 = copies.keep(state, content, suffix)
    if sha256 != report.sha256:
        raise UsageError(f"{report.file} was changed after it was marked")
    with opened(state) as connection, transaction(connection):
        # A `history prune` at this moment may just have removed a copy that nothing referred to.
        if not copies.path_of(state, sha256, suffix).is_file():
            copies.keep(state, content, suffix)
        return add(
            connection, NewAttempt(at, Origin.PRACTICE, report, text, sha256, suffix, record)
        )
