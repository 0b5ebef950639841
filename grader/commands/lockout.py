"""What is closed while an exam runs: hints, solutions, and reports that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.settings import Settings


class ExamRuns(UsageError):
    """An exam runs, and what was asked for is closed until its end."""


def refuse_in_exam(settings: Settings, what: str) -> None:
    """Raise ExamRuns while an exam runs, by the clock that nobody can set.

    Where the history cannot be read for now it raises UsageError, since it may hold an exam.

    By the other clock an exam may be over early; that it opens nothing is what makes it useless to
    set that clock forward, look, and set it back. After a restart only the other clock knows how
    long the machine was off: so an exam that is over is closed for good before anything opens.
    """
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import clock_time  # noqa: PLC0415
    from grader.history.database import FILE, NoHistory, opened, reading  # noqa: PLC0415  (most need none of it)

    if not (settings.state / FILE).is_file():
        return
    try:
        with reading(settings.state) as connection:
            sitting = storage.running(connection)
    except NoHistory:
        return  # It holds no exam that could be sat.
    if sitting is None:
        return
    at = clock.now()
    if sitting.left_for_certain(at) <= 0:
        with opened(settings.state) as connection:
            storage.up_to_date(connection, sitting.id, at)
    else:
        raise ExamRuns(
            f"exam {sitting.id} is running, {clock_time(max(0.0, sitting.left(at)))} left: {what} "
            "closed until it has ended; `practice exam` shows where it stands"
        )
