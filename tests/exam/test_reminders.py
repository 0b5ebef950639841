"""The thread that says the time left keeps the latest moment that was seen."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.attempts.database import reading
from grader.exam import clock, keeping, reminders
from grader.exam.reminders import Reminders
from grader.exam.sitting import End

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.exam.sitting import Sitting
    from tests.exam.conftest import Candidate


def kept(candidate: Candidate) -> Sitting:
    with reading(candidate.state) as connection:
        return keeping.one(connection, 1)


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened() and time.monotonic() < until:
        time.sleep(0.05)
    assert happened()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "KEPT_EVERY", 0.0)
    monkeypatch.setattr(reminders, "LONGEST_SLEEP", 0.05)


@pytest.mark.usefixtures("hurried")
def test_the_moment_is_kept_while_a_long_training_runs(candidate: Candidate) -> None:
    candidate.begun(minutes_ago=20)
    assert kept(candidate).mark.elapsed == 0
    watching = Reminders(candidate.state, clock.now, lambda _: None)
    watching.start()
    wait_for(lambda: kept(candidate).mark.elapsed >= 20 * 60)
    watching.end()


@pytest.mark.usefixtures("hurried")
def test_that_the_time_is_over_is_said_and_kept(candidate: Candidate) -> None:
    candidate.begun(minutes_ago=59)
    at, said = clock.now(), list[str]()
    moments = [at, at]

    def later() -> clock.Instant:
        if moments:
            return moments.pop()
        return replace(at, utc=at.utc + 3600, since_boot=at.since_boot + 3600)

    watching = Reminders(candidate.state, later, said.append)
    watching.start()
    wait_for(lambda: kept(candidate).end is End.TIME)
    watching.end()
    assert [words for words in said if "time was over" in words]
