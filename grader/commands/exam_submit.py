"""`practice exam submit` and `finish`: files are taken, then marked; the end brings the report."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader import submission
from grader.commands import exam
from grader.commands.guard import fault_kept
from grader.commands.screen import agrees, console_of
from grader.errors import ExitStatus, GraderFault, UsageError
from grader.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exam.session import Sitting
    from grader.settings import Settings

COUNTS = "try {} is handed in and counts all the same, and `practice exam finish` marks it"


def submit(settings: Settings, name: str, file: Path | None) -> ExitStatus:
    """Take a file, train and mark it; what it is worth is told, and how to mend it is not."""
    from grader.commands.exam_marking import mark_now, not_marked, taken_or_not  # noqa: PLC0415
    from grader.exam import clock, submissions  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415
    from grader.exam.session import MOST  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.history.copies import suffix_of  # noqa: PLC0415
    from grader.history.database import opened  # noqa: PLC0415
    from grader.history.stored_report import read_report  # noqa: PLC0415

    sitting = exam.running(settings)
    _require_asked(sitting, name)
    # Before it is read: of a file of 500 MB the last second may pass meanwhile.
    submissions.refuse_late(sitting, clock.now())
    file = file or submission.usual(sitting.folder, name)
    if file is None:
        missing = sitting.folder / f"{name}.py"
        raise UsageError(
            f"there is no file {missing}; name yours: practice exam submit {name} FILE"
        )
    source = submission.read(file)
    if source.is_empty:
        raise UsageError(f"{source.path} is empty and was not submitted; was it saved?")
    is_model = source.kind is submission.Kind.MODEL
    out = console_of(settings.stdout, settings)
    with opened(settings.state) as connection:
        with taken_or_not(connection, sitting, name, source.path.name):
            taken = submissions.hand_in(
                connection,
                settings.state,
                sitting,
                clock.now,
                problem=name,
                file=source.path.name,
                content=source.path if is_model else source.source,
                suffix=suffix_of(source.path),
            )
        with not_marked([taken]):
            with contextlib.suppress(OSError):  # What is taken is marked, whoever reads of it.
                shown.show_taken(taken, sitting.left(clock.now()), out)
                settings.stdout.flush()
            failed = mark_now(settings, connection, sitting, [taken])
        for _, error in failed:
            counts = COUNTS.format(taken.number)
            if _is_usage(error):
                raise UsageError(f"{error}; {counts}") from error
            kind = "" if isinstance(error, GraderFault) else f"{type(error).__name__}: "
            raise GraderFault(f"{kind}{error}; {counts}") from error
        handed = submissions.every(connection, sitting)
        number = next(one.attempt for one in handed if one.id == taken.id)
        text = repository.report_text(connection, number) if number is not None else None
    done = next(one for one in handed if one.id == taken.id)
    before = submissions.same_file((one for one in handed if one.id < taken.id), done)
    best = next(r.points for r in score(sitting, handed).results if r.paper.problem == name)
    shown.show_mark(
        done,
        best,
        out,
        same_as=before.number if before else None,
        printed=read_report(text, number).printed if text and number else (),
    )
    if sitting.left(clock.now()) <= 0:
        out.print("  the exam's time is over: `practice exam report` shows its report")
    return ExitStatus.PASSED if done.score == MOST else ExitStatus.NOT_PASSED


def finish(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the exam, mark what was not marked yet, of earlier exams too, and show the report."""
    from grader.commands.exam_marking import mark_now  # noqa: PLC0415
    from grader.exam import clock, storage, submissions  # noqa: PLC0415
    from grader.exam.session import End, clock_time  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:  # Where there is no exam, no file is made.
        found = storage.latest(connection)
    if found is None:
        raise UsageError(exam.NO_EXAM)
    with opened(settings.state) as connection:
        sitting = storage.up_to_date(connection, found.id, clock.now())
        if sitting.end is None:
            left = clock_time(sitting.left(clock.now()))
            if not yes and not agrees(settings, f"End exam {sitting.id} now, with {left} left?"):
                print("not ended: the exam goes on", file=settings.stderr)
                return ExitStatus.NOT_PASSED
            # Its time may have run out while the question stood there.
            sitting = storage.up_to_date(connection, found.id, clock.now())
            sitting = storage.close(connection, sitting, End.FINISHED, clock.now())
        for one in storage.closed(connection):
            if one.end is End.ABANDONED:
                continue
            waiting = [each for each in submissions.every(connection, one) if not each.is_marked]
            for taken, error in mark_now(settings, connection, one, waiting):
                what = f"exam {one.id}, {taken.problem} try {taken.number} could not be marked"
                why = str(error) if _is_usage(error) else fault_kept(settings, error)
                print(printable(f"practice: {what}: {why}"), file=settings.stderr)
    return exam.report(settings, sitting.id, as_json=False, html=None)


def _is_usage(error: Exception) -> bool:
    """Whether it is of the file or the machine, and no fault of the kit."""
    return isinstance(error, UsageError) or (isinstance(error, OSError) and bool(error.errno))


def _require_asked(sitting: Sitting, name: str) -> None:
    if sitting.paper(name) is None:
        asked = ", ".join(one.problem for one in sitting.papers)
        raise UsageError(f"exam {sitting.id} does not ask '{name}'; it asks: {asked}")
