"""The way of a validation from start to end: plan, remember, run, sum up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets import store
from grader.settings import make_folder
from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.fingerprint import LIBRARIES, Ground, version
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
class Wish:
    """What to validate: `runs` seeds of each reference, `jobs` at once, in boxes of one kind.

    `data` is "sample", "real" or "auto". `only` keeps submissions whose name holds it; `all_runs`
    runs references on where the answer is clear; `fresh` forgets what was kept.
    """

    problems: tuple[Problem, ...]
    data: str
    sandbox: str
    runs: int
    jobs: int
    only: str
    all_runs: bool
    fresh: bool


def plans(wish: Wish, settings: Settings) -> tuple[Plan, ...]:
    """The runs of all problems, and what they lack; nothing is run or drawn for it."""
    folder = settings.cache / "validation" / "solutions"
    return tuple(
        plan(one, _kind(wish.data, one, settings), folder, wish.runs, wish.only)
        for one in wish.problems
    )


def validate(
    wish: Wish, planned: Sequence[Plan], settings: Settings, board: Board, progress: Progress
) -> Validation:
    """Run all that is planned and not yet kept, and sum it up.

    Raises KeyboardInterrupt that says how many runs are kept, and UsageError where a data set
    cannot be had.
    """
    began = time.monotonic()
    folder = make_folder(settings.cache / "validation")
    schedule = Schedule(planned, all_runs=wish.all_runs)
    slots: dict[Run, Slot] = {}
    try:
        grounds = _grounds(wish, planned, settings, progress)
        slots.update(_slots(planned, grounds, folder))
        _remember(schedule, slots, board, fresh=wish.fresh)
        by_label = {one.problem.label: one for one in planned}
        with Children(settings.environ, folder) as children:
            work(
                schedule,
                lambda run: execute(
                    run, by_label[run.case.label], children, slots[run], grounds[run.case.label]
                ),
                board,
                wish.jobs,
                children.end,
            )
    except KeyboardInterrupt as error:
        if not slots:  # Nothing was run yet, and what is kept is not known.
            raise
        count = sum(run_cache.load(place) is not None for place in slots.values())
        raise KeyboardInterrupt(_kept(count, sum(len(one.runs) for one in planned))) from error
    return Validation(
        problems=tuple(summarise(one, schedule) for one in planned),
        sandbox=wish.sandbox,
        seconds=round(time.monotonic() - began, 3),
        versions={name: version(name) for name in LIBRARIES},
    )


def _kind(wanted: str, problem: Problem, settings: Settings) -> str:
    """The kind of data that "auto" means on this machine, as `store.find` has it."""
    if wanted != "auto":
        return wanted
    real = ((s.name, s.kind, s.state) for s in store.status(settings))
    return "real" if (problem.dataset, "real", "installed") in real else "sample"


def _grounds(
    wish: Wish, planned: Sequence[Plan], settings: Settings, progress: Progress
) -> Mapping[str, Ground]:
    """What the runs rest on, by label. Draws what is missing: two runs must not both do so."""
    from grader.sandbox import compile_cache  # noqa: PLC0415  (a stub needs none of it)

    found: dict[str, Ground] = {}
    share = len(shares(cores(), wish.jobs)[0])
    for one in planned:
        dataset: DataSet | None = None
        if any(run.case.kind is not Kind.STUB for run in one.runs):
            dataset = store.find(settings, one.problem.dataset, one.kind, progress)
            compile_cache.prepare(settings.cache, progress)
        found[one.problem.label] = Ground(one.problem, dataset, wish.sandbox, share)
    return found


def _slots(
    planned: Sequence[Plan], grounds: Mapping[str, Ground], folder: Path
) -> Mapping[Run, Slot]:
    """Where each run is kept, and the hash of what it rests on now."""
    return {
        run: run_cache.slot(folder, one.kind, run, print_)
        for one in planned
        for run, print_ in grounds[one.problem.label].prints(one.runs).items()
    }


def _remember(schedule: Schedule, slots: Mapping[Run, Slot], board: Board, *, fresh: bool) -> None:
    """Add what an earlier validation has kept to the schedule, or forget it."""
    for run, place in slots.items():
        if fresh:
            run_cache.forget(place)
        ending = run_cache.load(place)
        if ending is not None:
            outcome = judge(run, ending)
            schedule.add(outcome)
            board.ended(outcome, schedule.waiting)


def _kept(count: int, planned: int) -> str:
    return (
        f"nothing was left running, {count} of {planned} runs are kept; "
        "the same command goes on from there"
    )
