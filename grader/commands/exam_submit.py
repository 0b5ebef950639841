"""`practice exam submit` and `practice exam finish`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader import submission
from grader.commands import exam
from grader.commands.guard import store_fault
from grader.commands.screen import confirms, console_of
from grader.errors import ExitStatus, GraderFault, UsageError
from grader.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exam.session import Session
    from grader.settings import Settings

COUNTS = "try {} is submitted and counts all the same; `practice exam finish` grades it"


def submit(settings: Settings, name: str, file: Path | None) -> ExitStatus:
    """Receive a file and grade it; print the score, and no fixes."""
    from grader.commands.exam_grading import grade_now, report_interrupt, report_receipt  # noqa: PLC0415
    from grader.exam import clock, submissions  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415
    from grader.formats import exam as exam_format  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.history.copies import suffix_of  # noqa: PLC0415
    from grader.history.database import opened  # noqa: PLC0415
    from grader.history.stored_report import read_report  # noqa: PLC0415
    from grader.report import MAX_SCORE  # noqa: PLC0415

    session = exam.running(settings)
    _require_asked(session, name)
    # Before reading it: that may take seconds for a file of 500 MB.
    submissions.refuse_late(session, clock.now())
    file = file or submission.usual(session.folder, name)
    if file is None:
        missing = session.folder / f"{name}.py"
        raise UsageError(f"no file {missing}; pass your file: practice exam submit {name} FILE")
    source = submission.read(file)
    if source.is_empty:
        raise UsageError(f"{source.path} is empty and was not submitted; was it saved?")
    is_model = source.kind is submission.Kind.MODEL
    out = console_of(settings.stdout, settings)
    with opened(settings.state) as connection:
        with report_receipt(connection, session, name, source.path.name):
            received = submissions.receive(
                connection,
                settings.state,
                session,
                clock.now,
                problem=name,
                file=source.path.name,
                content=source.path if is_model else source.source,
                suffix=suffix_of(source.path),
            )
        with report_interrupt([received]):
            with contextlib.suppress(OSError):  # Grade it, even if nobody reads the output.
                exam_format.show_received(received, session.left(clock.now()), out)
                settings.stdout.flush()
            failed = grade_now(settings, connection, session, [received])
        for _, error in failed:
            counts = COUNTS.format(received.number)
            if _is_usage(error):
                raise UsageError(f"{error}; {counts}") from error
            kind = "" if isinstance(error, GraderFault) else f"{type(error).__name__}: "
            raise GraderFault(f"{kind}{error}; {counts}") from error
        submitted = submissions.every(connection, session)
        number = next(one.attempt for one in submitted if one.id == received.id)
        text = repository.report_text(connection, number) if number is not None else None
    done = next(one for one in submitted if one.id == received.id)
    before = submissions.same_file((one for one in submitted if one.id < received.id), done)
    best = next(r.points for r in score(session, submitted).results if r.paper.problem == name)
    exam_format.show_score(
        done,
        best,
        out,
        same_as=before.number if before else None,
        printed=read_report(text, number).printed if text and number else (),
    )
    if session.left(clock.now()) <= 0:
        out.print("  The time of the exam is over; `practice exam report` shows the result.")
    return ExitStatus.PASSED if done.score == MAX_SCORE else ExitStatus.NOT_PASSED


def finish(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the exam, grade what is left in this and earlier exams, and show the report."""
    from grader.commands.exam_grading import grade_now  # noqa: PLC0415
    from grader.exam import clock, storage, submissions  # noqa: PLC0415
    from grader.exam.session import End, clock_time  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:  # Creates no file if there is no exam.
        found = storage.latest(connection)
    if found is None:
        raise UsageError(exam.NO_EXAM)
    with opened(settings.state) as connection:
        session = storage.refresh(connection, found.id, clock.now())
        if session.end is None:
            left = clock_time(session.left(clock.now()))
            if not yes and not confirms(settings, f"End exam {session.id} now, with {left} left?"):
                print("Not ended: the exam continues.", file=settings.stderr)
                return ExitStatus.NOT_PASSED
            # The time may have run out before the answer.
            session = storage.refresh(connection, found.id, clock.now())
            session = storage.close(connection, session, End.FINISHED, clock.now())
        for one in storage.closed(connection):
            if one.end is End.ABANDONED:
                continue
            waiting = [each for each in submissions.every(connection, one) if not each.is_graded]
            for received, error in grade_now(settings, connection, one, waiting):
                what = (
                    f"exam {one.id}, {received.problem} try {received.number} could not be graded"
                )
                why = str(error) if _is_usage(error) else store_fault(settings, error)
                print(printable(f"practice: {what}: {why}"), file=settings.stderr)
    return exam.report(settings, session.id, as_json=False, html=None)


def _is_usage(error: Exception) -> bool:
    """Whether an error comes from the file or the machine, not from the kit."""
    return isinstance(error, UsageError) or (isinstance(error, OSError) and bool(error.errno))


def _require_asked(session: Session, name: str) -> None:
    if session.paper(name) is None:
        asked = ", ".join(one.problem for one in session.papers)
        raise UsageError(f"'{name}' is not part of exam {session.id} (choose {asked})")
