"""The time that is left, said once each at 60, 15, 5 and 1 minute, in whatever command runs."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam import storage
from grader.history import database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.exam.clock import Instant
    from grader.exam.session import Sitting

MINUTES = (60, 15, 5, 1)
OVER = 0
LONGEST_SLEEP = 20.0  # seconds: the machine may have slept, or its clock been set, meanwhile
KEPT_EVERY = 60.0  # seconds: so much at most a restart can give back, with the clock set back


class Reminders:
    """Looks at the exam from time to time in a thread of its own, and says what is to be said."""

    def __init__(self, state: Path, now: Callable[[], Instant], say: Callable[[str], None]) -> None:
        self._state, self._now, self._say = state, now, say
        self._said = set[tuple[int, int]]()  # Where it cannot be kept that a line was said.
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="exam-reminders")

    def start(self) -> None:
        """Say at once what is due at this moment; go on looking, for an exam may begin yet."""
        self._look()
        self._thread.start()

    def end(self) -> None:
        """Say nothing more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _watch(self) -> None:
        kept = time.monotonic() - KEPT_EVERY  # Each command keeps the moment, however short it is.
        while True:
            seen, wait = self._look(), LONGEST_SLEEP
            if seen is not None:
                sitting, at = seen
                if time.monotonic() - kept >= KEPT_EVERY:
                    kept = time.monotonic()
                    self._keep(_seen)
                if sitting.left_for_certain(at) <= 0:
                    self._keep(storage.up_to_date)  # Said or not, it is over: it stays so.
                left = sitting.left(at)
                wait = min(wait, max(0.2, left - _next(left))) if left > 0 else wait
            if self._ended.wait(wait):
                return

    def _look(self) -> tuple[Sitting, Instant] | None:
        """Say what is due; the exam that runs and when that was, None where none can be read."""
        if not (self._state / database.FILE).is_file():
            return None
        try:
            with database.reading(self._state) as connection:
                sitting = storage.running(connection)
                told = OVER if sitting is None else storage.told(connection, sitting)
        except (UsageError, sqlite3.Error):
            return None  # Whatever is amiss with the history, the command itself will say it.
        if sitting is None:
            return None
        at = self._now()
        self._tell(sitting, told, sitting.left(at))
        return sitting, at

    def _tell(self, sitting: Sitting, told: float, left: float) -> None:
        due = next((m for m in sorted((*MINUTES, OVER)) if left <= m * 60), None)
        # Of an exam shorter than an hour nobody need hear that an hour is left.
        if due is None or due * 60 >= sitting.seconds or told <= due:
            return
        if (sitting.id, due) not in self._said and self._note(due):
            self._said.add((sitting.id, due))
            self._say(_words(left, sitting.until))

    def _note(self, minutes: int) -> bool:
        """Whether a line is still to be said; so it is where a full disk takes no note of it."""
        try:
            with database.opened(self._state) as connection:
                sitting = storage.running(connection)
                return sitting is not None and storage.tell(connection, sitting, minutes)
        except (UsageError, sqlite3.Error):
            return True

    def _keep(self, how: Callable[[sqlite3.Connection, int, Instant], object]) -> None:
        """Keep this moment as the latest that was seen, if an exam runs and it can be kept."""
        if not (self._state / database.FILE).is_file():
            return
        with (
            contextlib.suppress(UsageError, sqlite3.Error),
            database.opened(self._state) as connection,
        ):
            sitting = storage.running(connection)
            if sitting is not None:
                how(connection, sitting.id, self._now())


def _seen(connection: sqlite3.Connection, number: int, at: Instant) -> None:
    """Keep a moment, and close nothing: that the time is over must be said first."""
    storage.see(connection, storage.one(connection, number), at)


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
