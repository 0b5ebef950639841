"""`practice exam submit` and `finish`: files are taken, trained and marked, one at a time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from grader import problem as problems
from grader import submission
from grader.commands import exam
from grader.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from grader.checks.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.exam.sitting import HandIn, Paper, Sitting
    from grader.formats.live import LiveTraining
    from grader.report import Report
    from grader.settings import Settings
    from grader.training.events import Event

SEED = 1  # the same file gets the same mark each time
NOTED = 2.0  # seconds between two notes of how far a training has come


def submit(settings: Settings, name: str, file: Path | None) -> ExitStatus:
    """Take a file, train and mark it; what it is worth is told, and how to mend it is not."""
    from grader.attempts.copies import suffix_of  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.attempts.database import opened, transaction  # noqa: PLC0415
    from grader.exam import clock, handing_in  # noqa: PLC0415
    from grader.exam.sitting import MOST  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415

    sitting = exam.running(settings)
    paper = _paper(sitting, name)
    # Before it is read: of a file of 500 MB the last second may pass meanwhile.
    handing_in.refuse_late(sitting, clock.now())
    source = submission.read(file or sitting.folder / f"{name}.py")
    is_model = source.kind is submission.Kind.MODEL
    out = exam.console_of(settings.stdout, settings)
    with opened(settings.state) as connection:
        taken = handing_in.hand_in(
            connection,
            settings.state,
            sitting,
            clock.now,
            problem=name,
            file=source.path.name,
            content=source.path if is_model else source.source,
            suffix=suffix_of(source.path),
        )
        shown.show_taken(taken, sitting.left(clock.now()), out)
        settings.stdout.flush()
        before = _marked_before(connection, sitting, taken)
        if before is not None:
            with transaction(connection):
                handing_in.marked_as(connection, taken, before)
        else:
            _mark_now(settings, connection, paper, [taken])
        done = handing_in.one(connection, taken.id)
        best = _best(connection, sitting, name)
    shown.show_mark(done, best, out, same_as=before.number if before else None)
    left = sitting.left(clock.now())
    if left <= 0:
        out.print("  the exam's time is over: `practice exam report` shows its report")
    return ExitStatus.PASSED if done.mark == MOST else ExitStatus.NOT_PASSED


def finish(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the exam, mark what was not marked yet, and show the report."""
    from grader.attempts.database import opened, reading  # noqa: PLC0415
    from grader.commands.learn import agrees  # noqa: PLC0415
    from grader.exam import clock, handing_in, keeping  # noqa: PLC0415
    from grader.exam.sitting import End, clock_time  # noqa: PLC0415

    with reading(settings.state) as connection:  # Where there is no exam, no file is made.
        found = keeping.latest(connection)
    if found is None:
        raise UsageError(exam.NO_EXAM)
    with opened(settings.state) as connection:
        sitting = keeping.one(connection, found.id)
        sitting = keeping.see(connection, sitting, clock.now())
        sitting = keeping.close_if_over(connection, sitting, clock.now())
        if sitting.end is None:
            left = clock_time(sitting.left(clock.now()))
            if not yes and not agrees(settings, f"End exam {sitting.id} now, with {left} left?"):
                print("not ended: the exam goes on", file=settings.stderr)
                return ExitStatus.NOT_PASSED
            sitting = keeping.close(connection, sitting, End.FINISHED, clock.now())
        if sitting.end is not End.ABANDONED:
            waiting = [one for one in handing_in.every(connection, sitting) if not one.is_marked]
            for paper in sitting.papers:
                own = [one for one in waiting if one.problem == paper.problem]
                _mark_now(settings, connection, paper, own)
    return exam.report(settings, sitting.id, as_json=False, html=None)


def _paper(sitting: Sitting, name: str) -> Paper:
    paper = sitting.paper(name)
    if paper is None:
        asked = ", ".join(one.problem for one in sitting.papers)
        raise UsageError(f"exam {sitting.id} does not ask '{name}'; it asks: {asked}")
    return paper


def _mark_now(
    settings: Settings, connection: sqlite3.Connection, paper: Paper, taken: Sequence[HandIn]
) -> None:
    """Train and mark some hand-ins of a problem, while no other process marks any."""
    from grader.exam import handing_in  # noqa: PLC0415
    from grader.exam.work import at_work  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415

    if not taken:
        return
    errors = exam.console_of(settings.stderr, settings)
    with LiveTraining(errors) as live, settings.notices.through(live.say):
        waiting = lambda: live.step("Another submission of the exam is being marked")  # noqa: E731
        with _not_marked(taken), at_work(settings.state, waiting):
            for one in taken:
                # Another process may have marked it while this one waited.
                if not handing_in.one(connection, one.id).is_marked:
                    _mark(settings, connection, paper, one, live)


def _mark(
    settings: Settings,
    connection: sqlite3.Connection,
    paper: Paper,
    taken: HandIn,
    live: LiveTraining,
) -> None:
    from grader.box import choose, prepare  # noqa: PLC0415
    from grader.datasets import store  # noqa: PLC0415
    from grader.exam import handing_in  # noqa: PLC0415
    from grader.marking import Marking, mark  # noqa: PLC0415

    problem = problems.load(paper.problem, variant=paper.variant)
    box, warning = choose.choose("auto")
    seen: list[Evidence] = []
    noted = -NOTED

    def note(line: str) -> None:
        nonlocal noted
        if time.monotonic() - noted >= NOTED:
            noted = time.monotonic()
            handing_in.progress(connection, taken, line)

    def step(what: str) -> None:
        live.step(what)
        handing_in.progress(connection, taken, what)

    def event(one: Event) -> None:
        live.event(one)
        if one.text("event") in {"step", "epoch"}:
            note(live.line)

    def dataset() -> DataSet:
        found = store.find(settings, problem.dataset, paper.data, live.progress)
        prepare.prepare(settings.cache, live.progress)
        return found

    task = Marking(
        problem=problem,
        submission=_copy_of(settings, taken),
        dataset=dataset,
        kind=paper.data,
        box=box,
        boxes=settings.boxes,
        seed=SEED,
        on_event=event,
        on_step=step,
        notes=(warning,) if warning else (),
        on_evidence=seen.append,
    )
    _keep(connection, taken, _named(mark(task), taken.file), seen)


def _copy_of(settings: Settings, taken: HandIn) -> submission.Submission:
    """What was handed in, from its copy: the learner's own file may be another one by now."""
    from grader.attempts import copies  # noqa: PLC0415

    path = copies.path_of(settings.state, taken.sha256, taken.suffix)
    source = submission.read(path)
    if source.sha256 != taken.sha256:
        raise UsageError(f"the copy of what was handed in was changed: {path}")
    is_model = source.kind is submission.Kind.MODEL
    return source if is_model else replace(source, path=Path(taken.file))


def _named(report: Report, file: str) -> Report:
    """The report under the name of the learner's file: a model was marked from its copy."""
    if report.model is None or report.file == file:
        return replace(report, file=file)
    return replace(report, file=file, model=replace(report.model, file=file))


def _keep(
    connection: sqlite3.Connection, taken: HandIn, report: Report, seen: Sequence[Evidence]
) -> None:
    """Note the mark and the attempt in one transaction."""
    from grader.attempts.adding import add  # noqa: PLC0415
    from grader.attempts.attempt import NewAttempt, Origin  # noqa: PLC0415
    from grader.attempts.database import transaction  # noqa: PLC0415
    from grader.exam import handing_in  # noqa: PLC0415
    from grader.formats.as_json import to_json  # noqa: PLC0415
    from grader.report import CheckOutcome  # noqa: PLC0415

    training = next((one.training for one in seen if one.training is not None), None)
    new = NewAttempt(
        datetime.now(timezone.utc),
        Origin.EXAM,
        report,
        to_json(report),
        taken.sha256,
        taken.suffix,
        training.record if training else None,
    )
    failed = tuple(one.title for one in report.checks if one.outcome is CheckOutcome.FAILED)
    fault = ""
    if report.fault is not None:
        place = f" at line {report.fault.line}" if report.fault.line else ""
        fault = f"{report.verdict.value}{place}: {report.fault.message}"
    with transaction(connection):
        handing_in.marked(
            connection,
            taken,
            attempt=add(connection, new),
            verdict=report.verdict.value,
            mark=report.mark,
            failed=failed,
            fault=fault,
        )


def _marked_before(
    connection: sqlite3.Connection, sitting: Sitting, taken: HandIn
) -> HandIn | None:
    """An earlier try with the very same file that was marked: the same file, the same mark."""
    from grader.exam import handing_in  # noqa: PLC0415

    earlier = (
        one
        for one in handing_in.every(connection, sitting)
        if one.problem == taken.problem and one.id < taken.id and one.is_marked
    )
    same = ((taken.sha256, taken.suffix, taken.file),)
    return next((one for one in earlier if (one.sha256, one.suffix, one.file) in same), None)


def _best(connection: sqlite3.Connection, sitting: Sitting, name: str) -> int:
    from grader.exam import handing_in  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415

    results = score(sitting, handing_in.every(connection, sitting)).results
    return next(result.points for result in results if result.paper.problem == name)


@contextmanager
def _not_marked(taken: Sequence[HandIn]) -> Iterator[None]:
    """Say what an interruption leaves: nothing is lost, only not marked yet."""
    try:
        yield
    except KeyboardInterrupt as error:
        which = ", ".join(f"{one.problem} try {one.number}" for one in taken)
        raise KeyboardInterrupt(
            f"{which} is handed in and counts; `practice exam finish` marks what is not marked yet"
        ) from error
