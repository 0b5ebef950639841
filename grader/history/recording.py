"""Store a graded submission: first its copy, then the attempt that refers to it."""

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


def store_practice(
    state: Path,
    at: datetime,
    report: Report,
    text: str,
    content: bytes | Path,
    suffix: str,
    record: TrainingRecord | None,
) -> int:
    """Store an attempt of `practice check` and return its number; raise UsageError if that fails.

    `text` is the report as JSON; `content` is the submission or its path.
    """
    sha256 = copies.store(state, content, suffix)
    if sha256 != report.sha256:
        raise UsageError(f"{report.file} was changed after it was graded")
    with opened(state) as connection, transaction(connection):
        # `history prune` may just have removed a copy that nothing referred to.
        if not copies.path_of(state, sha256, suffix).is_file():
            copies.store(state, content, suffix)
        return add(
            connection, NewAttempt(at, Origin.PRACTICE, report, text, sha256, suffix, record)
        )
