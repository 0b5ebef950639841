"""The time that is left, said once each at 60, 15, 5 and 1 minute, in whatever command runs."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

from grader.attempts import database
from grader.errors import UsageError
from grader.exam import keeping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.exam.clock import Instant

MINUTES = (60, 15, 5, 1)
OVER = 0
LONGEST_SLEEP = 20.0  # seconds: the machine may have slept, or its clock been set, meanwhile
KEPT_EVERY = 60.0  # seconds: so much at most a restart can give back, with the clock set back


class Reminders:
    """Looks at the exam from time to time in a thread of its own, and says what is to be said."""

    def __init__(self, state: Path, now: Callable[[], Instant], say: Callable[[str], None]) -> None:
        self._state, self._now, self._say = state, now, say
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="exam-reminders")

    def start(self) -> None:
        """Begin, if an exam runs; what is due at this moment is said at once."""
        if self._look() is not None:
            self._thread.start()

    def end(self) -> None:
        """Say nothing more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _watch(self) -> None:
        wait, kept = 0.0, time.monotonic()
        while not self._ended.wait(wait):
            left = self._look()
            if left is None:
                self._keep(keeping.up_to_date)  # Said or not, it is over: it stays so.
                return
            if time.monotonic() - kept >= KEPT_EVERY:
                kept = time.monotonic()
                self._keep(_seen)
            wait = min(LONGEST_SLEEP, max(0.2, left - _next(left)))

    def _look(self) -> float | None:
        """Say what is due; the seconds left, None where no exam runs or none can be read."""
        if not (self._state / database.FILE).is_file():
            return None
        try:
            with database.reading(self._state) as connection:
                sitting = keeping.running(connection)
                if sitting is None:
                    return None
                left = sitting.left_for_certain(self._now())
                due = next((m for m in sorted((*MINUTES, OVER)) if left <= m * 60), None)
                # Of an exam shorter than an hour nobody need hear that an hour is left.
                heard = due is None or due * 60 >= sitting.seconds
                heard = heard or keeping.told(connection, sitting) <= (due or 0)
                if not heard and _note(self._state, due or 0):
                    self._say(_words(left, sitting.until))
                return left if left > 0 else None
        except (UsageError, sqlite3.Error):
            return None  # Whatever is amiss with the history, the command itself will say it.

    def _keep(self, how: Callable[[sqlite3.Connection, int, Instant], object]) -> None:
        """Keep this moment as the latest that was seen, if an exam runs and it can be kept."""
        if not (self._state / database.FILE).is_file():
            return
        with (
            contextlib.suppress(UsageError, sqlite3.Error),
            database.opened(self._state) as connection,
        ):
            sitting = keeping.running(connection)
            if sitting is not None:
                how(connection, sitting.id, self._now())


def _seen(connection: sqlite3.Connection, number: int, at: Instant) -> None:
    """Keep a moment, and close nothing: that the time is over must be said first."""
    keeping.see(connection, keeping.one(connection, number), at)


def _note(state: Path, minutes: int) -> bool:
    with database.opened(state) as connection:
        sitting = keeping.running(connection)
        return sitting is not None and keeping.tell(connection, sitting, minutes)


def _next(left: float) -> float:
    """The seconds left at which something is to be said next."""
    return max((minutes * 60.0 for minutes in (*MINUTES, OVER) if minutes * 60 < left), default=0.0)


def _words(left: float, due: str) -> str:
    if left <= 0:
        return f"the exam's time was over at {due}; what was handed in before counts"
    minutes = int(left) // 60
    if minutes > 1:
        return f"{minutes} minutes of the exam left, until {due}"
    return f"{'1 minute' if minutes else f'{int(left)} seconds'} of the exam left, until {due}"
