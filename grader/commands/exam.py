"""`practice exam`: its state, its report, and abandoning it."""

from __future__ import annotations

import contextlib
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.screen import confirms, console_of
from grader.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from grader.exam.session import Session
    from grader.settings import Settings

NO_EXAM = "no exam is running; start one with `practice exam start`"


def state(settings: Settings, *, watch: bool) -> ExitStatus:
    """Print the state of the running exam, or keep it on the screen until a key is pressed."""
    from grader.formats import exam_watch  # noqa: PLC0415

    if watch:
        console = console_of(settings.stdout, settings)
        exam_watch.watch(settings.stdin, console, lambda: _state(settings))
        return ExitStatus.PASSED
    console = console_of(settings.stdout, settings)
    for line in _state(settings):
        console.print(line, soft_wrap=True)
    return ExitStatus.PASSED


def report(
    settings: Settings, number: int | None, *, as_json: bool, html: Path | None
) -> ExitStatus:
    """Show the report of an exam that has ended, by default the latest one."""
    from grader.exam import storage  # noqa: PLC0415
    from grader.exam.result import exam_report  # noqa: PLC0415
    from grader.formats import exam as exam_format  # noqa: PLC0415
    from grader.formats import exam_html, exam_json  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    if as_json and str(html) == "-":
        raise UsageError("pass one of --json and --html -")
    _close_if_over(settings)
    with reading(settings.state) as connection:
        found = storage.latest(connection) if number is None else storage.one(connection, number)
        if found is None:
            raise UsageError("no exam yet; start one with `practice exam start`")
        if found.end is None:
            raise UsageError(
                f"exam {found.id} is still running; `practice exam` shows its state, "
                "`practice exam finish` ends it"
            )
        result = exam_report(connection, found, catalog_of(settings))
    if html is not None:
        exam_html.write(result, html, settings.stdout)
    if as_json:
        print(exam_json.to_json(result), file=settings.stdout)
    elif html is None:
        exam_format.show_report(result, console_of(settings.stdout, settings))
    return ExitStatus.PASSED if result.score.passed else ExitStatus.NOT_PASSED


def abandon(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the running exam without a score, after the learner confirms."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import End, clock_time  # noqa: PLC0415
    from grader.history.database import opened  # noqa: PLC0415

    session = running(settings)
    left = clock_time(session.left(clock.now()))
    if not yes and not confirms(settings, f"Abandon exam {session.id}, with {left} left?"):
        print("Not abandoned: the exam continues.", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    session = running(settings)  # The time may have run out before the answer.
    with opened(settings.state) as connection:
        storage.close(connection, session, End.ABANDONED, clock.now())
    print(
        f"Exam {session.id} is abandoned and has no score. The history keeps its attempts.",
        file=settings.stdout,
    )
    return ExitStatus.PASSED


def running(settings: Settings) -> Session:
    """Return the running exam with its clock updated; raise UsageError if none is running."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import End, local  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = storage.latest(connection)
    if found is None:
        raise UsageError(NO_EXAM)
    with opened(settings.state) as connection:
        found = storage.refresh(connection, found.id, clock.now())
    if found.end is None:
        return found
    if found.end is End.TIME and found.ended is not None:
        now = datetime.now(timezone.utc)
        raise UsageError(
            f"exam {found.id} ended at {local(found.ended, now)}: submissions are closed; "
            "`practice exam report` shows the result"
        )
    raise UsageError(
        f"no exam is running; `practice exam report` shows exam {found.id}, "
        "`practice exam start` starts another one"
    )


def _state(settings: Settings) -> list[Text]:
    from rich.text import Text  # noqa: PLC0415

    from grader.exam import clock, storage, submissions  # noqa: PLC0415
    from grader.exam.grading_lock import is_held  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415
    from grader.exam.session import clock_time  # noqa: PLC0415
    from grader.formats import exam as exam_format  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    with contextlib.suppress(UsageError):  # The state can be shown from a full or read-only disk.
        _close_if_over(settings)
    with reading(settings.state) as connection:
        session = storage.latest(connection)
        if session is None:
            return [Text(f"{NO_EXAM[0].upper()}{NO_EXAM[1:]}.")]
        submitted = submissions.every(connection, session)
    scored = score(session, submitted)
    busy = is_held(settings.state)
    if session.end is not None:
        return [*exam_format.ended_lines(session, scored, busy=busy)]
    at = clock.now()
    lines = [*exam_format.state_lines(session, scored, submitted, session.left(at), busy=busy)]
    moved = session.clock_was_set(at)
    if moved:
        direction = "forward" if moved > 0 else "back"
        lines.append(
            Text(
                f"  note: the clock of this machine was set {direction} by "
                f"{clock_time(abs(moved))} during the exam; the stricter time counts",
                "yellow",
            )
        )
    return lines


def _close_if_over(settings: Settings) -> None:
    """Update the clock of the running exam, and close it if its time is over."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = storage.running(connection)
    if found is not None:
        with opened(settings.state) as connection:
            storage.refresh(connection, found.id, clock.now())
