"""The thread that says the time left, and keeps the latest moment that was seen."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.exam import clock, reminders, storage
from grader.exam.reminders import Reminders
from grader.exam.session import End
from grader.history import database
from grader.history.database import opened, reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.exam.session import Session
    from tests.exam.conftest import Candidate


def kept(candidate: Candidate) -> Session:
    with reading(candidate.state) as connection:
        return storage.one(connection, 1)


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not happened() and time.monotonic() < until:
        time.sleep(0.05)
    assert happened()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "SAVE_EVERY", 0.0)
    monkeypatch.setattr(reminders, "LONGEST_SLEEP", 0.05)


@pytest.mark.usefixtures("hurried")
def test_the_moment_is_kept_while_a_long_training_runs(candidate: Candidate) -> None:
    candidate.begun(minutes_ago=20)
    assert kept(candidate).last_seen.elapsed == 0
    watching = Reminders(candidate.state, clock.now, lambda _: None)
    watching.start()
    wait_for(lambda: kept(candidate).last_seen.elapsed >= 20 * 60)
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
    assert [words for words in said if "the exam ended at" in words]


def test_a_command_keeps_the_moment_however_short_it_is(candidate: Candidate) -> None:
    candidate.begun(minutes_ago=20)
    assert candidate("list").returncode == 0
    assert kept(candidate).last_seen.elapsed >= 20 * 60


@pytest.mark.usefixtures("hurried")
def test_on_another_machine_time_goes_on_from_the_moment_it_is_seen(candidate: Candidate) -> None:
    candidate.begun(minutes_ago=20)
    at = clock.now()
    elsewhere = replace(at, utc=at.utc - 3600, boot="elsewhere:1", since_boot=9e6)
    with opened(candidate.state) as connection:
        storage.refresh(connection, 1, elsewhere)
        storage.refresh(connection, 1, replace(elsewhere, since_boot=9e6 + 300))
    assert kept(candidate).last_seen.elapsed == 300


def watched(candidate: Candidate, at: clock.Instant) -> list[str]:
    """What is said at a moment and soon after it."""
    said = list[str]()
    watching = Reminders(candidate.state, lambda: at, said.append)
    watching.start()
    time.sleep(0.3)
    watching.end()
    return said


@pytest.mark.usefixtures("hurried")
def test_the_time_left_is_told_by_the_clock_that_counts(candidate: Candidate) -> None:
    candidate.begun()
    at = clock.now()
    (said,) = watched(candidate, replace(at, utc=at.utc + 3600 - 50.5))
    assert said.startswith("50 seconds left in the exam")
    (said,) = watched(candidate, replace(at, utc=at.utc + 3600))
    assert "the exam ended at" in said
    assert kept(candidate).end is None


@pytest.mark.usefixtures("hurried")
def test_a_disk_that_takes_no_note_silences_nothing(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_state: Path) -> None:
        raise UsageError("the disk is full")

    candidate.begun(minutes_ago=50)
    monkeypatch.setattr(database, "opened", full)
    (said,) = watched(candidate, clock.now())
    assert said.startswith("9 minutes left in the exam")


@pytest.mark.usefixtures("hurried")
def test_an_exam_that_begins_while_a_command_runs_is_heard(candidate: Candidate) -> None:
    said = list[str]()
    watching = Reminders(candidate.state, clock.now, said.append)
    watching.start()
    candidate.begun(minutes_ago=50)
    wait_for(lambda: bool(said))
    watching.end()
    assert said[0].startswith("9 minutes left in the exam")
