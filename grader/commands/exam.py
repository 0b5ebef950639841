"""`practice exam`: look where a sitting stands, read its report, give it up."""

from __future__ import annotations

import contextlib
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.screen import agrees, console_of
from grader.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from grader.exam.session import Sitting
    from grader.settings import Settings

NO_EXAM = "no exam runs; `practice exam start` begins one"


def state(settings: Settings, *, watch: bool) -> ExitStatus:
    """Print where the running exam stands, or keep it on the screen until a key is pressed."""
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
    """Show the report of an exam that has ended, the newest one if no number is given."""
    from grader.exam import storage  # noqa: PLC0415
    from grader.exam.result import exam_report  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415
    from grader.formats import exam_html, exam_json  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    if as_json and str(html) == "-":
        raise UsageError("--json or --html -, not both")
    _close_if_over(settings)
    with reading(settings.state) as connection:
        found = storage.latest(connection) if number is None else storage.one(connection, number)
        if found is None:
            raise UsageError("no exam was sat yet; `practice exam start` begins one")
        if found.end is None:
            raise UsageError(
                f"exam {found.id} is running; `practice exam` shows where it stands, and "
                "`practice exam finish` ends it"
            )
        whole = exam_report(connection, found, catalog_of(settings))
    if html is not None:
        exam_html.write(whole, html, settings.stdout)
    if as_json:
        print(exam_json.to_json(whole), file=settings.stdout)
    elif html is None:
        shown.show_report(whole, console_of(settings.stdout, settings))
    return ExitStatus.PASSED if whole.score.passed else ExitStatus.NOT_PASSED


def abandon(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the running exam without a score, once the learner has said that they want it."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import End, clock_time  # noqa: PLC0415
    from grader.history.database import opened  # noqa: PLC0415

    sitting = running(settings)
    left = clock_time(sitting.left(clock.now()))
    if not yes and not agrees(settings, f"Give exam {sitting.id} up, with {left} left?"):
        print("not given up: the exam goes on", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    sitting = running(settings)  # Its time may have run out while the question stood there.
    with opened(settings.state) as connection:
        storage.close(connection, sitting, End.ABANDONED, clock.now())
    print(
        f"exam {sitting.id} is given up and has no score; what was marked stays in the history",
        file=settings.stdout,
    )
    return ExitStatus.PASSED


def running(settings: Settings) -> Sitting:
    """The exam that runs, its clock brought up to date; raises UsageError where none does."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.exam.session import End, local  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = storage.latest(connection)
    if found is None:
        raise UsageError(NO_EXAM)
    with opened(settings.state) as connection:
        found = storage.up_to_date(connection, found.id, clock.now())
    if found.end is None:
        return found
    if found.end is End.TIME and found.ended is not None:
        now = datetime.now(timezone.utc)
        raise UsageError(
            f"exam {found.id} ended at {local(found.ended, now)}: nothing is taken any more; "
            "`practice exam report` shows it"
        )
    raise UsageError(
        f"no exam runs; `practice exam report` shows exam {found.id}, "
        "`practice exam start` begins another"
    )


def _state(settings: Settings) -> list[Text]:
    from rich.text import Text  # noqa: PLC0415

    from grader.exam import clock, storage, submissions  # noqa: PLC0415
    from grader.exam.grading_lock import is_somebody_at_work  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415
    from grader.exam.session import clock_time  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    with contextlib.suppress(UsageError):  # A full disk, or one to read only: it can be looked at.
        _close_if_over(settings)
    with reading(settings.state) as connection:
        sitting = storage.latest(connection)
        if sitting is None:
            return [Text(f"{NO_EXAM[0].upper()}{NO_EXAM[1:]}.")]
        handed = submissions.every(connection, sitting)
    scored = score(sitting, handed)
    busy = is_somebody_at_work(settings.state)
    if sitting.end is not None:
        return [*shown.ended_lines(sitting, scored, busy=busy)]
    at = clock.now()
    lines = [*shown.state_lines(sitting, scored, handed, sitting.left(at), busy=busy)]
    moved = sitting.clock_was_set(at)
    if moved:
        way = "forward" if moved > 0 else "back"
        lines.append(
            Text(
                f"  note: this machine's clock was set {way} by "
                f"{clock_time(abs(moved))} since the exam began; the stricter time counts",
                "yellow",
            )
        )
    return lines


def _close_if_over(settings: Settings) -> None:
    """Close an exam whose time is over, and keep the moment; nothing where no exam runs."""
    from grader.exam import clock, storage  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = storage.running(connection)
    if found is not None:
        with opened(settings.state) as connection:
            storage.up_to_date(connection, found.id, clock.now())
