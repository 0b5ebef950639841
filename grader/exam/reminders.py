"""Announce the time left of an exam at 60, 15, 5 and 1 minute, once each, in any command."""

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
    from grader.exam.session import Session

MINUTES = (60, 15, 5, 1)
OVER = 0
LONGEST_SLEEP = 20.0  # seconds; the machine may sleep, or its clock be set, meanwhile
SAVE_EVERY = 60.0  # seconds; the most that a reboot with the clock set back can gain


class Reminders:
    """A thread that watches the running exam and announces the time left."""

    def __init__(self, state: Path, now: Callable[[], Instant], say: Callable[[str], None]) -> None:
        self._state, self._now, self._say = state, now, say
        self._said = set[tuple[int, int]]()  # For a disk that cannot store announcements.
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="exam-reminders")

    def start(self) -> None:
        """Announce what is due now, and keep watching: an exam may start later."""
        self._check()
        self._thread.start()

    def end(self) -> None:
        """Stop the thread."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _watch(self) -> None:
        saved = time.monotonic() - SAVE_EVERY  # Each command saves the instant at once.
        while True:
            current, wait = self._check(), LONGEST_SLEEP
            if current is not None:
                session, at = current
                if time.monotonic() - saved >= SAVE_EVERY:
                    saved = time.monotonic()
                    self._save(_save_instant)
                if session.certainly_left(at) <= 0:
                    self._save(storage.refresh)  # Announced or not, close the exam.
                left = session.left(at)
                wait = min(wait, max(0.2, left - _next(left))) if left > 0 else wait
            if self._ended.wait(wait):
                return

    def _check(self) -> tuple[Session, Instant] | None:
        """Announce what is due; return the running exam and the time, None if there is none."""
        if not (self._state / database.FILE).is_file():
            return None
        try:
            with database.reading(self._state) as connection:
                session = storage.running(connection)
                announced = OVER if session is None else storage.announced(connection, session)
        except (UsageError, sqlite3.Error):
            return None  # The command itself reports problems of the history.
        if session is None:
            return None
        at = self._now()
        self._announce(session, announced, session.left(at))
        return session, at

    def _announce(self, session: Session, announced: float, left: float) -> None:
        due = next((m for m in sorted((*MINUTES, OVER)) if left <= m * 60), None)
        # An exam shorter than an hour does not announce that an hour is left.
        if due is None or due * 60 >= session.seconds or announced <= due:
            return
        if (session.id, due) not in self._said and self._claim(due):
            self._said.add((session.id, due))
            self._say(_text(left, session.until))

    def _claim(self, minutes: int) -> bool:
        """Store that a line is announced; return whether it was not before.

        True if it cannot be stored: better twice than never.
        """
        try:
            with database.opened(self._state) as connection:
                session = storage.running(connection)
                return session is not None and storage.announce(connection, session, minutes)
        except (UsageError, sqlite3.Error):
            return True

    def _save(self, how: Callable[[sqlite3.Connection, int, Instant], object]) -> None:
        """Store this instant if an exam is running and the disk allows it."""
        if not (self._state / database.FILE).is_file():
            return
        with (
            contextlib.suppress(UsageError, sqlite3.Error),
            database.opened(self._state) as connection,
        ):
            session = storage.running(connection)
            if session is not None:
                how(connection, session.id, self._now())


def _save_instant(connection: sqlite3.Connection, number: int, at: Instant) -> None:
    """Store an instant without closing the exam: its end must be announced first."""
    storage.save_instant(connection, storage.one(connection, number), at)


def _next(left: float) -> float:
    """Return the seconds left at the next announcement."""
    return max((minutes * 60.0 for minutes in (*MINUTES, OVER) if minutes * 60 < left), default=0.0)


def _text(left: float, due: str) -> str:
    if left <= 0:
        return f"the exam ended at {due}; everything submitted before counts"
    minutes = int(left) // 60
    if minutes > 1:
        return f"{minutes} minutes left in the exam, until {due}"
    return f"{'1 minute' if minutes else f'{int(left)} seconds'} left in the exam, until {due}"
