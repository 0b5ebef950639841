"""Progress of a validation: a live board on a terminal, one line a run elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from grader.solutions import Kind
from grader.validation.run_summary import summary_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from rich.console import Console
    from typing_extensions import Self

    from grader.validation.runs import Outcome, Plan, Run

PLAIN_SECONDS = 5.0


@dataclass(frozen=True)
class Spent:
    """The wall time of one run, in seconds."""

    problem: str
    kind: Kind
    seconds: float


class LiveBoard:
    """Shows the running submissions, the progress and the time left; nothing if `quiet`."""

    def __init__(
        self, console: Console, plans: Sequence[Plan], jobs: int, *, quiet: bool = False
    ) -> None:
        self._console, self._quiet, self._jobs = console, quiet, jobs
        self._waiting = [run for plan in plans for run in plan.runs]
        self._running: dict[Run, float] = {}
        self._spent: list[Spent] = []
        self._done = self._cached = self._failed = 0
        self._doing, self._printed = "", 0.0
        live = console.is_terminal and not quiet
        self._live = Live(console=console, auto_refresh=False, transient=True) if live else None

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def progress(self, what: str, done: float, total: float) -> None:
        """Show the progress of preparing data, as a Progress callback."""
        share = f" {done / total:.0%}" if total else ""
        self._doing = f"{what}{share}"
        if self._live is None and (not done or time.monotonic() - self._printed > PLAIN_SECONDS):
            self._printed = time.monotonic()
            self._print(self._doing)
        self.tick()

    def started(self, run: Run) -> None:
        """A run starts now."""
        if self._cached and not self._running and self._done == self._cached:
            count = "1 run" if self._cached == 1 else f"{self._cached} runs"
            self._print(f"Reusing {count} of an earlier validation")
        self._doing = ""
        self._running[run] = time.monotonic()
        self._waiting = [one for one in self._waiting if one != run]
        self.tick()

    def ended(self, outcome: Outcome, waiting: Sequence[Run]) -> None:
        """A run has ended, now or earlier."""
        run, ending = outcome.run, outcome.ending
        self._running.pop(run, None)
        self._waiting = list(waiting)
        self._done += 1
        self._cached += ending.cached
        self._failed += bool(outcome.errors)
        self._spent.append(Spent(run.case.label, run.case.kind, ending.seconds))
        if not ending.cached or outcome.errors:
            actual = summary_text(ending.summary) if ending.summary else "no report"
            result = "FAIL" if outcome.errors else "ok"
            cached = " (cached)" if ending.cached else ""
            self._print(
                f"{self._share()} {run.name}: {result}, {actual}, {ending.seconds:.0f} s{cached}"
            )
        self.tick()

    def tick(self) -> None:
        """Redraw the board."""
        if self._live is not None:
            self._live.update(Text("\n").join(self._lines()), refresh=True)

    def _share(self) -> str:
        return f"[{self._done}/{self._done + len(self._running) + len(self._waiting)}]"

    def _lines(self) -> list[Text]:
        now = time.monotonic()
        left = time_left(
            self._spent,
            self._waiting,
            [(run, now - began) for run, began in self._running.items()],
            self._jobs,
        )
        parts = [
            f"{self._share()} done",
            f"{self._failed} failed" if self._failed else "no failures",
        ]
        if left is not None:
            parts.append(f"about {clock(left)} left")
        lines = [" · ".join(parts)]
        lines += [f"  {clock(now - began)}  {run.name}" for run, began in self._running.items()]
        if self._doing:
            lines.append(f"  {self._doing}")
        return [Text(line[: self._console.width]) for line in lines]

    def _print(self, line: str) -> None:
        if not self._quiet:
            self._console.print(line, soft_wrap=True)


def time_left(
    spent: Sequence[Spent],
    waiting: Sequence[Run],
    running: Sequence[tuple[Run, float]],
    jobs: int,
) -> float | None:
    """Estimate the seconds of wall time that are left; None before the first run has ended.

    `running` holds the seconds that each run has taken so far. A run is expected to take as long as
    those of its problem and kind, or else as long as any training.
    """
    if not spent:
        return None

    def expected(run: Run) -> float:
        alike = [one for one in spent if (one.problem, one.kind) == (run.case.label, run.case.kind)]
        trained = [one for one in spent if one.kind is not Kind.STUB]
        chosen = alike or trained or spent
        return sum(one.seconds for one in chosen) / len(chosen)

    rest = sum(map(expected, waiting))
    rest += sum(max(0.0, expected(run) - seconds) for run, seconds in running)
    return rest / max(1, min(jobs, len(waiting) + len(running)))


def clock(seconds: float) -> str:
    """Return minutes and seconds, and hours if there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
