"""Run a schedule in parallel, each run on its own share of the cores."""

from __future__ import annotations

import os
import queue
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Protocol

from grader.validation.runs import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from grader.validation.runs import Ending, Outcome, Run
    from grader.validation.schedule import Schedule

TICK = 0.5


class Board(Protocol):
    """Shows the progress of a validation."""

    def started(self, run: Run) -> None:
        """A run starts now."""

    def ended(self, outcome: Outcome, waiting: Sequence[Run]) -> None:
        """A run has ended, now or in an earlier validation; `waiting` are the remaining ones."""

    def tick(self) -> None:
        """Time has passed."""


def cores() -> list[int]:
    """Return the numbers of the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def shares(there: Sequence[int], jobs: int) -> list[list[int]]:
    """Divide the cores among jobs; with too few cores, one each in turn."""
    if jobs >= len(there):
        return [[there[job % len(there)]] for job in range(jobs)]
    return [
        list(there[job * len(there) // jobs : (job + 1) * len(there) // jobs])
        for job in range(jobs)
    ]


def work(
    schedule: Schedule,
    execute: Callable[[Run], Ending],
    board: Board,
    jobs: int,
    on_interrupt: Callable[[], None],
) -> None:
    """Run a schedule with `execute`, at most `jobs` in parallel, and add the outcomes to it.

    `execute` is called in other threads, everything else in this one. `on_interrupt` is called
    after an exception: it must make the running calls return.
    """
    free: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
    for share in shares(cores(), jobs):
        free.put(share)
    with ThreadPoolExecutor(jobs, initializer=lambda: _stay_on(free.get())) as pool:
        running: dict[Future[Ending], Run] = {}
        try:
            while True:
                while len(running) < jobs and (run := schedule.take()) is not None:
                    board.started(run)
                    running[pool.submit(execute, run)] = run
                if not running:
                    return
                done, _ = wait(running, timeout=TICK, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = judge(running.pop(future), future.result())
                    schedule.add(outcome)
                    board.ended(outcome, schedule.waiting)
                board.tick()
        except BaseException:
            on_interrupt()
            raise


def _stay_on(share: Sequence[int]) -> None:
    """Pin this thread, and the processes it starts, to its cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, share)
