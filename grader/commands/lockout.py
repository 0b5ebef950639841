"""Close hints, solutions and reports while an exam is running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.settings import Settings


class ExamRuns(UsageError):
    """The request is closed until the running exam ends."""


def refuse_in_exam(settings: Settings, what: str) -> None:
    """Raise ExamRuns while an exam is running by the boot clock, which nobody can set.

    `what` is the subject and verb of the message, such as "hints are". Raises UsageError if the
    history cannot be read, because it may hold an exam.

    The wall clock opens nothing, so it is useless to set it forward, look, and set it back. After a
    restart only the wall clock knows how long the machine was off; so an exam that is over is
    closed for good before anything opens.
    """
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import clock_time  # noqa: PLC0415
    from grader.history.database import FILE, NoHistory, opened, reading  # noqa: PLC0415  (most need none of it)

    if not (settings.state / FILE).is_file():
        return
    try:
        with reading(settings.state) as connection:
            session = storage.running(connection)
    except NoHistory:
        return  # It holds no exam.
    if session is None:
        return
    at = clock.now()
    if session.certainly_left(at) <= 0:
        with opened(settings.state) as connection:
            storage.refresh(connection, session.id, at)
    else:
        raise ExamRuns(
            f"{what} not available: exam {session.id} is running, "
            f"{clock_time(max(0.0, session.left(at)))} left; `practice exam` shows its state"
        )
