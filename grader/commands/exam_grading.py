"""Train and score the submissions of an exam from their copies, one process at a time."""

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
from grader.exam.grading_lock import hold
from grader.formats.as_json import to_json
from grader.formats.live import LiveTraining
from grader.grading import GradingRequest, grade
from grader.history import copies
from grader.history.attempt import NewAttempt, Origin
from grader.history.database import readable_errors, transaction
from grader.history.repository import add
from grader.report import CheckOutcome
from grader.sandbox import choice, compile_cache
from grader.sandbox.protocol import EpochEnded, Step

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from grader.assessment.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.exam.session import ExamSubmission, Paper, Session
    from grader.report import Report
    from grader.sandbox.observations import Event
    from grader.settings import Settings

SEED = 1  # The same file gets the same score each time.
PROGRESS_SECONDS = 2.0  # between two writes of a training's progress


def grade_now(
    settings: Settings,
    connection: sqlite3.Connection,
    session: Session,
    received: Sequence[ExamSubmission],
) -> list[tuple[ExamSubmission, Exception]]:
    """Grade submissions while no other process does; return those that failed with the error."""
    failed: list[tuple[ExamSubmission, Exception]] = []
    if not received:
        return failed
    live = LiveTraining(console_of(settings.stderr, settings))
    waiting = _Once(lambda: live.step("Waiting: another submission of the exam is being graded"))
    with (
        report_interrupt(received),
        live,
        settings.notices.through(live.say),
        hold(settings.state, waiting),
    ):
        submissions.forget_progress(connection)
        for one in received:
            try:
                with readable_errors(settings.state):
                    _grade_unless_known(settings, connection, session, one, live)
            except Exception as error:  # noqa: BLE001  (the others are graded all the same)
                failed.append((one, error))
            finally:
                submissions.progress(connection, one, "")
    return failed


def _grade_unless_known(
    settings: Settings,
    connection: sqlite3.Connection,
    session: Session,
    received: ExamSubmission,
    live: LiveTraining,
) -> None:
    """Grade a submission, unless it or the same file was graded before."""
    paper = session.paper(received.problem)
    if paper is None or submissions.one(connection, received.id).is_graded:
        return
    with transaction(connection):  # `history prune` must not remove the attempt of the other.
        before = submissions.same_file(submissions.every(connection, session), received)
        if before is not None:
            submissions.copy_grade(connection, received, before)
            return
    _grade(settings, connection, paper, received, live)


def _grade(
    settings: Settings,
    connection: sqlite3.Connection,
    paper: Paper,
    received: ExamSubmission,
    live: LiveTraining,
) -> None:
    catalog = catalog_of(settings)
    problem = catalog.load(paper.problem, variant=paper.variant)
    sandbox, warning = choice.choose("auto")
    evidence: list[Evidence] = []
    written = -PROGRESS_SECONDS

    def write_progress(line: str) -> None:
        nonlocal written
        if time.monotonic() - written >= PROGRESS_SECONDS:
            written = time.monotonic()
            submissions.progress(connection, received, line)

    def step(what: str) -> None:
        live.step(what)
        submissions.progress(connection, received, what)

    def event(one: Event) -> None:
        live.event(one)
        if isinstance(one, (Step, EpochEnded)):
            write_progress(live.line)

    def dataset() -> DataSet:
        found = store.find(settings, problem.dataset, paper.data, live.progress)
        compile_cache.prepare(settings.cache, live.progress)
        return found

    task = GradingRequest(
        problem=problem,
        submission=_copy_of(settings, received),
        dataset=dataset,
        kind=paper.data,
        sandbox=sandbox,
        sandbox_root=settings.sandbox_root,
        hidden=catalog.hidden,
        seed=SEED,
        on_event=event,
        on_step=step,
        notes=(warning,) if warning else (),
        on_evidence=evidence.append,
        name=received.file,
    )
    _store(connection, received, grade(task), evidence)


def _copy_of(settings: Settings, received: ExamSubmission) -> submission.Submission:
    """Read what was submitted from its copy: the learner may have edited the file since."""
    path = copies.path_of(settings.state, received.sha256, received.suffix)
    source = submission.read(path)
    if source.sha256 != received.sha256:
        raise UsageError(f"the copy of the submission was changed: {path}")
    is_model = source.kind is submission.Kind.MODEL
    return source if is_model else replace(source, path=Path(received.file))


def _store(
    connection: sqlite3.Connection,
    received: ExamSubmission,
    report: Report,
    evidence: Sequence[Evidence],
) -> None:
    """Store the grade and the attempt in one transaction."""
    training = next((one.training_if_any for one in evidence), None)
    new = NewAttempt(
        datetime.now(timezone.utc),
        Origin.EXAM,
        report,
        to_json(report),
        received.sha256,
        received.suffix,
        training.record if training else None,
    )
    failed = tuple(one.title for one in report.checks if one.outcome is CheckOutcome.FAILED)
    fault = ""
    if report.fault is not None:
        cell = f" of cell {report.fault.cell}" if report.fault.cell else ""
        place = f" at line {report.fault.line}{cell}" if report.fault.line else ""
        fault = f"{report.verdict.value}{place}: {report.fault.message}"
    with transaction(connection):
        submissions.record_grade(
            connection,
            received,
            attempt=add(connection, new),
            verdict=report.verdict.value,
            score=report.score,
            failed=failed,
            fault=fault.encode("utf-8", "replace").decode(),
        )


@contextmanager
def report_receipt(
    connection: sqlite3.Connection, session: Session, problem: str, file: str
) -> Iterator[None]:
    """Report after Ctrl-C whether the submission was stored before it."""

    def stored() -> set[ExamSubmission]:
        every = submissions.every(connection, session)
        return {one for one in every if (one.problem, one.file) == (problem, file)}

    before = stored()
    try:
        yield
    except KeyboardInterrupt as error:
        with report_interrupt([*(stored() - before)]):
            raise KeyboardInterrupt("nothing was submitted") from error


@contextmanager
def report_interrupt(received: Sequence[ExamSubmission]) -> Iterator[None]:
    """Report after Ctrl-C what is stored and not graded yet."""
    try:
        yield
    except KeyboardInterrupt as error:
        if not received:
            raise
        which = ", ".join(f"{one.problem} try {one.number}" for one in received)
        raise KeyboardInterrupt(
            f"{which} is submitted and counts; `practice exam finish` grades it"
        ) from error


class _Once:
    """Call a function the first time only."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act: Callable[[], None] | None = act

    def __call__(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()
