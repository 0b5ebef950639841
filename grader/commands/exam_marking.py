"""What was handed in in an exam is trained and marked, from its copy, by one process at a time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from grader import submission
from grader.catalog import catalog_of
from grader.commands.screen import console_of
from grader.datasets import store
from grader.errors import UsageError
from grader.exam import submissions
from grader.exam.grading_lock import at_work
from grader.formats.as_json import to_json
from grader.formats.live import LiveTraining
from grader.grading import GradingRequest, grade
from grader.history import copies
from grader.history.attempt import NewAttempt, Origin
from grader.history.database import in_words, transaction
from grader.history.repository import add
from grader.report import CheckOutcome
from grader.sandbox import choice, compile_cache
from grader.sandbox.protocol import EpochEnded, Step

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from grader.assessment.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.exam.session import HandIn, Paper, Sitting
    from grader.report import Report
    from grader.sandbox.observations import Event
    from grader.settings import Settings

SEED = 1  # the same file gets the same mark each time
NOTED = 2.0  # seconds between two notes of how far a training has come


def mark_now(
    settings: Settings, connection: sqlite3.Connection, sitting: Sitting, taken: Sequence[HandIn]
) -> list[tuple[HandIn, Exception]]:
    """Train and mark some hand-ins, while no other process marks any; tell what could not be."""
    failed: list[tuple[HandIn, Exception]] = []
    if not taken:
        return failed
    live = LiveTraining(console_of(settings.stderr, settings))
    waiting = _Once(lambda: live.step("Another submission of the exam is being marked"))
    with (
        not_marked(taken),
        live,
        settings.notices.through(live.say),
        at_work(settings.state, waiting),
    ):
        submissions.forget_progress(connection)
        for one in taken:
            try:
                with in_words(settings.state):
                    _mark_unless_known(settings, connection, sitting, one, live)
            except Exception as error:  # noqa: BLE001  (the others must not wait for this one)
                failed.append((one, error))
            finally:
                submissions.progress(connection, one, "")
    return failed


def _mark_unless_known(
    settings: Settings,
    connection: sqlite3.Connection,
    sitting: Sitting,
    taken: HandIn,
    live: LiveTraining,
) -> None:
    """Mark it, unless another process did meanwhile, or the very same file was marked before."""
    paper = sitting.paper(taken.problem)
    if paper is None or submissions.one(connection, taken.id).is_marked:
        return
    with transaction(connection):  # A `history prune` must not take the attempt of the other.
        before = submissions.same_file(submissions.every(connection, sitting), taken)
        if before is not None:
            submissions.marked_as(connection, taken, before)
            return
    _mark(settings, connection, paper, taken, live)


def _mark(
    settings: Settings,
    connection: sqlite3.Connection,
    paper: Paper,
    taken: HandIn,
    live: LiveTraining,
) -> None:
    catalog = catalog_of(settings)
    problem = catalog.load(paper.problem, variant=paper.variant)
    sandbox, warning = choice.choose("auto")
    seen: list[Evidence] = []
    noted = -NOTED

    def note(line: str) -> None:
        nonlocal noted
        if time.monotonic() - noted >= NOTED:
            noted = time.monotonic()
            submissions.progress(connection, taken, line)

    def step(what: str) -> None:
        live.step(what)
        submissions.progress(connection, taken, what)

    def event(one: Event) -> None:
        live.event(one)
        if isinstance(one, (Step, EpochEnded)):
            note(live.line)

    def dataset() -> DataSet:
        found = store.find(settings, problem.dataset, paper.data, live.progress)
        compile_cache.prepare(settings.cache, live.progress)
        return found

    task = GradingRequest(
        problem=problem,
        submission=_copy_of(settings, taken),
        dataset=dataset,
        kind=paper.data,
        sandbox=sandbox,
        sandbox_root=settings.sandbox_root,
        hidden=catalog.hidden,
        seed=SEED,
        on_event=event,
        on_step=step,
        notes=(warning,) if warning else (),
        on_evidence=seen.append,
        name=taken.file,
    )
    _keep(connection, taken, grade(task), seen)


def _copy_of(settings: Settings, taken: HandIn) -> submission.Submission:
    """What was handed in, from its copy: the learner's own file may be another one by now."""
    path = copies.path_of(settings.state, taken.sha256, taken.suffix)
    source = submission.read(path)
    if source.sha256 != taken.sha256:
        raise UsageError(f"the copy of what was handed in was changed: {path}")
    is_model = source.kind is submission.Kind.MODEL
    return source if is_model else replace(source, path=Path(taken.file))


def _keep(
    connection: sqlite3.Connection, taken: HandIn, report: Report, seen: Sequence[Evidence]
) -> None:
    """Note the mark and the attempt in one transaction."""
    training = next((one.training_if_any for one in seen), None)
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
        cell = f" of cell {report.fault.cell}" if report.fault.cell else ""
        place = f" at line {report.fault.line}{cell}" if report.fault.line else ""
        fault = f"{report.verdict.value}{place}: {report.fault.message}"
    with transaction(connection):
        submissions.marked(
            connection,
            taken,
            attempt=add(connection, new),
            verdict=report.verdict.value,
            score=report.score,
            failed=failed,
            fault=fault.encode("utf-8", "replace").decode(),
        )


@contextmanager
def taken_or_not(
    connection: sqlite3.Connection, sitting: Sitting, problem: str, file: str
) -> Iterator[None]:
    """Say what an interruption of the taking itself leaves: it may come as the disk has it."""

    def taken() -> set[HandIn]:
        every = submissions.every(connection, sitting)
        return {one for one in every if (one.problem, one.file) == (problem, file)}

    before = taken()
    try:
        yield
    except KeyboardInterrupt as error:
        with not_marked([*(taken() - before)]):
            raise KeyboardInterrupt("nothing was handed in") from error


@contextmanager
def not_marked(taken: Sequence[HandIn]) -> Iterator[None]:
    """Say what an interruption leaves: nothing is lost, only not marked yet."""
    try:
        yield
    except KeyboardInterrupt as error:
        if not taken:
            raise
        which = ", ".join(f"{one.problem} try {one.number}" for one in taken)
        raise KeyboardInterrupt(
            f"{which} is handed in and counts; `practice exam finish` marks what is not marked yet"
        ) from error


class _Once:
    """Does something the first time that it is called."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act: Callable[[], None] | None = act

    def __call__(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()
