"""Validate problems: plan, load cached runs, run the rest, summarize."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets import store
from grader.settings import make_folder
from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.fingerprint import LIBRARIES, Basis, version
from grader.validation.processes import Children, execute
from grader.validation.result import Validation, summarise
from grader.validation.runs import judge, plan
from grader.validation.schedule import Schedule
from grader.validation.workers import cores, shares, work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.datasets.layout import DataSet
    from grader.problem import Problem
    from grader.progress import Progress
    from grader.settings import Settings
    from grader.validation.run_cache import Slot
    from grader.validation.runs import Plan, Run
    from grader.validation.workers import Board


@dataclass(frozen=True)
class Selection:
    """What to validate: `runs` seeds of each reference, `jobs` in parallel, in one kind of sandbox.

    `data` is "sample", "real" or "auto". `only` selects submissions whose name contains it;
    `all_runs` continues when the result is clear; `fresh` ignores cached runs.
    """

    problems: tuple[Problem, ...]
    data: str
    sandbox: str
    runs: int
    jobs: int
    only: str
    all_runs: bool
    fresh: bool


def plans(selection: Selection, settings: Settings) -> tuple[Plan, ...]:
    """Plan the runs of all problems, and find what they lack, without running anything."""
    folder = settings.cache / "validation" / "solutions"
    return tuple(
        plan(one, _kind(selection.data, one, settings), folder, selection.runs, selection.only)
        for one in selection.problems
    )


def validate(
    selection: Selection,
    planned: Sequence[Plan],
    settings: Settings,
    board: Board,
    progress: Progress,
) -> Validation:
    """Run everything that is planned and not cached, and summarize it.

    Raises KeyboardInterrupt with the number of cached runs, and UsageError if a data set is not
    available.
    """
    began = time.monotonic()
    folder = make_folder(settings.cache / "validation")
    schedule = Schedule(planned, all_runs=selection.all_runs)
    slots: dict[Run, Slot] = {}
    try:
        bases = _bases(selection, planned, settings, progress)
        slots.update(_slots(planned, bases, folder))
        _load_cached(schedule, slots, board, fresh=selection.fresh)
        by_label = {one.problem.label: one for one in planned}
        with Children(settings.environ, folder) as children:
            work(
                schedule,
                lambda run: execute(
                    run, by_label[run.case.label], children, slots[run], bases[run.case.label]
                ),
                board,
                selection.jobs,
                children.end,
            )
    except KeyboardInterrupt as error:
        if not slots:  # Nothing was run yet, and the number of cached runs is unknown.
            raise
        count = sum(run_cache.load(place) is not None for place in slots.values())
        total = sum(len(one.runs) for one in planned)
        raise KeyboardInterrupt(
            f"{count} of {total} runs are cached; run the same command to continue"
        ) from error
    return Validation(
        problems=tuple(summarise(one, schedule) for one in planned),
        sandbox=selection.sandbox,
        seconds=round(time.monotonic() - began, 3),
        versions={name: version(name) for name in LIBRARIES},
    )


def _kind(wanted: str, problem: Problem, settings: Settings) -> str:
    """Return the kind of data that "auto" means on this machine, as in `store.find`."""
    if wanted != "auto":
        return wanted
    real = ((s.name, s.kind, s.state) for s in store.status(settings))
    return "real" if (problem.dataset, "real", "installed") in real else "sample"


def _bases(
    selection: Selection, planned: Sequence[Plan], settings: Settings, progress: Progress
) -> Mapping[str, Basis]:
    """Return what the runs depend on, by label; prepare missing data once for all runs."""
    from grader.sandbox import compile_cache  # noqa: PLC0415  (a stub needs none of it)

    found: dict[str, Basis] = {}
    share = len(shares(cores(), selection.jobs)[0])
    for one in planned:
        dataset: DataSet | None = None
        if any(run.case.kind is not Kind.STUB for run in one.runs):
            dataset = store.find(settings, one.problem.dataset, one.kind, progress)
            compile_cache.prepare(settings.cache, progress)
        found[one.problem.label] = Basis(one.problem, dataset, selection.sandbox, share)
    return found


def _slots(planned: Sequence[Plan], bases: Mapping[str, Basis], folder: Path) -> Mapping[Run, Slot]:
    """Return the cache slot of each run with its current fingerprint."""
    return {
        run: run_cache.slot(folder, one.kind, run, expected)
        for one in planned
        for run, expected in bases[one.problem.label].fingerprints(one.runs).items()
    }


def _load_cached(
    schedule: Schedule, slots: Mapping[Run, Slot], board: Board, *, fresh: bool
) -> None:
    """Add cached runs to the schedule, or remove them if `fresh`."""
    for run, place in slots.items():
        if fresh:
            run_cache.forget(place)
        ending = run_cache.load(place)
        if ending is not None:
            outcome = judge(run, ending)
            schedule.add(outcome)
            board.ended(outcome, schedule.waiting)
