"""`practice exam`: begin a sitting, look where it stands, end it, read its report."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from grader import problem as problems
from grader.errors import ExitStatus, UsageError
from grader.variants import drawn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.text import Text

    from grader.exam.sitting import Paper, Sitting
    from grader.problem import Problem
    from grader.progress import Progress
    from grader.settings import Settings

NO_EXAM = "no exam runs; `practice exam start` begins one"
LONGEST = 24 * 60.0  # minutes
SEEDS = 2**31


@dataclass(frozen=True)
class StartRequest:
    """The words of a `practice exam start` command; `problems` is empty for all."""

    minutes: float
    problems: str
    seed: int | None
    folder: Path | None
    data: str


def start(request: StartRequest, settings: Settings) -> ExitStatus:
    """Begin an exam: draw its variants, make its folder, and only then start its clock."""
    from grader.attempts.database import opened  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.commands.check import DATA  # noqa: PLC0415
    from grader.exam import clock, folder, keeping  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415

    if not (math.isfinite(request.minutes) and 0 < request.minutes <= LONGEST):
        raise UsageError(f"--minutes takes a number from above 0 to {LONGEST:g}")
    if request.data not in DATA:
        raise UsageError(f"no data is called '{request.data}'; there are: {', '.join(DATA)}")
    names = _names(request.problems)
    seed = secrets.randbelow(SEEDS) if request.seed is None else request.seed
    asked = [_drawn(name, seed) for name in names]
    with opened(settings.state) as connection:
        _refuse_second(connection)
        papers = _prepared(asked, request.data, settings)
        place = (request.folder or _free_folder()).absolute()
        folder.make(place, asked)
        sitting = keeping.begin(
            connection,
            clock.now(),
            seed=seed,
            folder=place,
            seconds=request.minutes * 60,
            papers=papers,
        )
    shown.show_start(sitting, asked, console_of(settings.stdout, settings))
    return ExitStatus.PASSED


def state(settings: Settings, *, watch: bool) -> ExitStatus:
    """Print where the running exam stands, or keep it on the screen until a key is pressed."""
    from grader.formats import exam_watch  # noqa: PLC0415

    if watch:
        console = console_of(settings.stdout, settings)
        exam_watch.watch(settings.stdin, console, lambda: _state(settings), settings.notices)
        return ExitStatus.PASSED
    console = console_of(settings.stdout, settings)
    for line in _state(settings):
        console.print(line, soft_wrap=True)
    return ExitStatus.PASSED


def report(
    settings: Settings, number: int | None, *, as_json: bool, html: Path | None
) -> ExitStatus:
    """Show the report of an exam that has ended, the newest one if no number is given."""
    from grader.attempts.database import reading  # noqa: PLC0415
    from grader.exam import keeping  # noqa: PLC0415
    from grader.exam.result import exam_report  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415
    from grader.formats import exam_html, exam_json  # noqa: PLC0415

    _close_if_over(settings)
    with reading(settings.state) as connection:
        found = keeping.latest(connection) if number is None else keeping.one(connection, number)
        if found is None:
            raise UsageError("no exam was sat yet; `practice exam start` begins one")
        if found.end is None:
            raise UsageError(
                f"exam {found.id} is running; `practice exam` shows where it stands, and "
                "`practice exam finish` ends it"
            )
        whole = exam_report(connection, found)
    if html is not None:
        exam_html.write(whole, html, settings.stdout)
    if as_json:
        print(exam_json.to_json(whole), file=settings.stdout)
    elif html is None:
        shown.show_report(whole, console_of(settings.stdout, settings))
    return ExitStatus.PASSED if whole.score.passed else ExitStatus.NOT_PASSED


def abandon(settings: Settings, *, yes: bool) -> ExitStatus:
    """End the running exam without a score, once the learner has said that they want it."""
    from grader.attempts.database import opened  # noqa: PLC0415
    from grader.commands.learn import agrees  # noqa: PLC0415
    from grader.exam import clock, keeping  # noqa: PLC0415
    from grader.exam.sitting import End, clock_time  # noqa: PLC0415

    sitting = running(settings)
    left = clock_time(sitting.left(clock.now()))
    if not yes and not agrees(settings, f"Give exam {sitting.id} up, with {left} left?"):
        print("not given up: the exam goes on", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    with opened(settings.state) as connection:
        keeping.close(connection, sitting, End.ABANDONED, clock.now())
    print(
        f"exam {sitting.id} is given up and has no score; what was handed in stays in the history",
        file=settings.stdout,
    )
    return ExitStatus.PASSED


def running(settings: Settings) -> Sitting:
    """The exam that runs, its clock brought up to date; raises UsageError where none does."""
    from grader.attempts.database import opened, reading  # noqa: PLC0415
    from grader.exam import clock, keeping  # noqa: PLC0415
    from grader.exam.handing_in import local  # noqa: PLC0415
    from grader.exam.sitting import End  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = keeping.latest(connection)
    if found is None:
        raise UsageError(NO_EXAM)
    with opened(settings.state) as connection:
        found = keeping.see(connection, keeping.one(connection, found.id), clock.now())
        found = keeping.close_if_over(connection, found, clock.now())
    if found.end is None:
        return found
    if found.end is End.TIME and found.ended is not None:
        raise UsageError(
            f"exam {found.id} ended at {local(found.ended)}: nothing is taken any more; "
            "`practice exam report` shows it"
        )
    raise UsageError(
        f"no exam runs; `practice exam report` shows exam {found.id}, "
        "`practice exam start` begins another"
    )


def _state(settings: Settings) -> list[Text]:
    from rich.text import Text  # noqa: PLC0415

    from grader.attempts.database import reading  # noqa: PLC0415
    from grader.exam import clock, handing_in, keeping  # noqa: PLC0415
    from grader.exam.scoring import score  # noqa: PLC0415
    from grader.exam.sitting import clock_time  # noqa: PLC0415
    from grader.exam.work import is_somebody_at_work  # noqa: PLC0415
    from grader.formats import exam as shown  # noqa: PLC0415

    _close_if_over(settings)
    with reading(settings.state) as connection:
        sitting = keeping.latest(connection)
        if sitting is None:
            return [Text(f"{NO_EXAM[0].upper()}{NO_EXAM[1:]}.")]
        handed = handing_in.every(connection, sitting)
    scored = score(sitting, handed)
    busy = is_somebody_at_work(settings.state)
    if sitting.end is not None:
        how = shown.ENDS[sitting.end]
        waiting = f"{scored.waiting} not marked yet" if scored.waiting else "all marked"
        return [
            Text(f"No exam runs. Exam {sitting.id}: {how}, {waiting}."),
            Text("  practice exam report   its report"),
            *([Text("  practice exam finish   marks the rest")] if scored.waiting else []),
        ]
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
    """Close an exam whose time is over, and keep the moment; nothing where nothing can be kept."""
    from grader.attempts.database import opened, reading  # noqa: PLC0415
    from grader.exam import clock, keeping  # noqa: PLC0415

    with reading(settings.state) as connection:
        found = keeping.running(connection)
    if found is not None:
        with opened(settings.state) as connection:
            found = keeping.see(connection, found, clock.now())
            keeping.close_if_over(connection, found, clock.now())


def _refuse_second(connection: sqlite3.Connection) -> None:
    from grader.exam import clock, keeping  # noqa: PLC0415
    from grader.exam.handing_in import local  # noqa: PLC0415

    found = keeping.running(connection)
    if found is None:
        return
    if keeping.close_if_over(connection, found, clock.now()).end is None:
        raise UsageError(
            f"exam {found.id} runs until {local(found.due)}; `practice exam` shows it, "
            "`practice exam finish` ends it"
        )


def _names(wanted: str) -> tuple[str, ...]:
    """The problems of an exam, in the order of the kit."""
    every = problems.problem_ids()
    asked = [name.strip() for name in wanted.replace(",", " ").split()] or list(every)
    for name in asked:
        problems.load(name)
    return tuple(name for name in every if name in asked)


def _drawn(name: str, seed: int) -> Problem:
    standard = problems.load(name)
    return problems.varied(standard, drawn(standard.axes, name, seed))


def _prepared(asked: Sequence[Problem], data: str, settings: Settings) -> list[Paper]:
    """Have all that a training needs ready before the clock starts."""
    from grader.box import choose, prepare  # noqa: PLC0415
    from grader.datasets import store  # noqa: PLC0415
    from grader.exam.sitting import Paper  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415

    choose.choose("auto")
    with LiveTraining(console_of(settings.stderr, settings)) as live:
        progress: Progress = live.progress
        found = [store.find(settings, one.dataset, data, progress) for one in asked]
        prepare.prepare(settings.cache, progress)
    return [
        Paper(one.id, one.variant, dataset.kind) for one, dataset in zip(asked, found, strict=True)
    ]


def _free_folder() -> Path:
    """A folder of this place that is not there yet, such as exam-1 or exam-2."""
    from itertools import count  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    return next(place for n in count(1) if not (place := Path(f"exam-{n}")).exists())


def console_of(stream: TextIO, settings: Settings) -> Console:
    """A console on one of the streams of this run."""
    from grader.formats.console import console_on  # noqa: PLC0415

    return console_on(stream, settings.environ)
