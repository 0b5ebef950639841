"""`practice exam start`: select variants, create the folder, start the clock."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.choices import DATA_KINDS, require_choice
from grader.commands.screen import console_of, readable
from grader.errors import ExitStatus, UsageError
from grader.variants import drawn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from grader.catalog import Catalog
    from grader.exam.session import Paper, Session
    from grader.problem import Problem
    from grader.progress import Progress
    from grader.settings import Settings

LONGEST = 24 * 60.0  # minutes
SEEDS = 2**31
LOCK = "exam-start.lock"


@dataclass(frozen=True)
class StartRequest:
    """The arguments of `practice exam start`; `problems` is empty for all."""

    minutes: float
    problems: str
    seed: int | None
    folder: Path | None
    data: str


def start(request: StartRequest, settings: Settings) -> ExitStatus:
    """Start an exam: select its variants, create its folder, and only then start its clock."""
    from grader.exam import clock, folder, storage  # noqa: PLC0415
    from grader.history.database import opened  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.locking import held  # noqa: PLC0415

    if not (math.isfinite(request.minutes) and 0 < request.minutes <= LONGEST):
        raise UsageError(f"--minutes must be above 0 and at most {LONGEST:g}")
    require_choice("--data", request.data, DATA_KINDS)
    catalog = catalog_of(settings)
    standard = _named(request.problems, catalog, settings)
    seed = secrets.randbelow(SEEDS) if request.seed is None else request.seed
    asked = [one.varied(drawn(one.axes, one.id, seed)) for one in standard]
    with opened(settings.state) as connection:
        _refuse_second(connection)
        papers = _prepared(asked, request.data, settings)
    lock = settings.state / LOCK
    # Of two commands at once, the second must not create a folder without an exam.
    with opened(settings.state) as connection, held(lock, lambda: None):
        _refuse_second(connection)
        place = _place(request.folder)
        folder.make(place, asked)
        session = storage.begin(
            connection,
            clock.now(),
            seed=seed,
            folder=place,
            seconds=request.minutes * 60,
            papers=papers,
        )
    _show(session, asked, settings)
    return ExitStatus.PASSED


def _show(session: Session, asked: Sequence[Problem], settings: Settings) -> None:
    """Print the first screen; if that fails, the error says that the exam is running."""
    from grader.formats import exam as exam_format  # noqa: PLC0415

    begun = f"exam {session.id} is running until {session.until}; `practice exam` shows its state"
    try:
        exam_format.show_start(session, asked, console_of(settings.stdout, settings))
        settings.stdout.flush()
    except OSError as error:
        raise UsageError(f"the output: {error.strerror}; {begun}") from error
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(begun) from error


def _refuse_second(connection: sqlite3.Connection) -> None:
    from grader.exam import clock, storage  # noqa: PLC0415

    found = storage.running(connection)
    if found is None:
        return
    if storage.close_if_over(connection, found, clock.now()).end is None:
        raise UsageError(
            f"exam {found.id} is already running until {found.until}; "
            "`practice exam` shows its state, `practice exam finish` ends it"
        )


def _named(wanted: str, catalog: Catalog, settings: Settings) -> tuple[Problem, ...]:
    """Return the problems of an exam in natural order; by default all that can be read."""
    asked = {name.strip() for name in wanted.replace(",", " ").split()}
    if not asked:
        return readable(catalog, settings)
    found = {name: catalog.load(name) for name in sorted(asked)}
    return tuple(found[name] for name in catalog.ids if name in asked)


def _prepared(asked: Sequence[Problem], data: str, settings: Settings) -> list[Paper]:
    """Prepare everything that a training needs, before the clock starts."""
    from grader.datasets import store  # noqa: PLC0415
    from grader.exam.session import Paper  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415
    from grader.sandbox import choice, compile_cache  # noqa: PLC0415

    choice.choose("auto")
    with LiveTraining(console_of(settings.stderr, settings)) as live:
        progress: Progress = live.progress
        found = [store.find(settings, one.dataset, data, progress) for one in asked]
        compile_cache.prepare(settings.cache, progress)
    return [
        Paper(one.id, one.variant, dataset.kind) for one, dataset in zip(asked, found, strict=True)
    ]


def _place(wanted: Path | None) -> Path:
    """Return the folder of the exam: the one named, or the first free exam-N."""
    from itertools import count  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    try:
        free = (place for n in count(1) if not (place := Path(f"exam-{n}")).exists())
        found = (wanted or next(free)).absolute()
    except FileNotFoundError as error:
        raise UsageError("the current folder no longer exists; change to another one") from error
    try:
        str(found).encode()
    except UnicodeEncodeError as error:
        shown = str(found).encode("utf-8", "replace").decode()
        raise UsageError(
            f"{shown} is not valid UTF-8; pass another folder with --folder"
        ) from error
    return found
