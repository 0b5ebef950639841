"""Kills at any moment lose no submission, and a clock that is set gains no minute."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.exam import storage, submissions
from grader.history import copies
from grader.history.database import reading

if TYPE_CHECKING:
    from tests.exam.conftest import Candidate

FAKETIME = [*Path("/usr/lib").glob("*/faketime/libfaketime.so.1")]
TAKEN = re.compile(r"try \d+ submitted: .* \(sha256 ([0-9a-f]{12})\)")
LEFT = re.compile(r"Exam 1  (\d+):(\d\d):(\d\d) left")
SECONDS = 30 * 60


def kill_some(candidate: Candidate, count: int) -> list[str]:
    """Hand files in and kill the command at random moments; the hashes of those it had taken.

    How late they may come is measured by a first submission that nothing disturbs: it depends on
    the machine, and on how busy it is.
    """
    chance, began = random.Random(7), time.monotonic()
    first = candidate.file("mine.py", "this is no Python\n")
    taken = TAKEN.findall(candidate("exam", "submit", "problem1", str(first)).stdout)
    longest = 1.5 * (time.monotonic() - began)
    for number in range(count):
        file = candidate.file("mine.py", f"this is no Python, {number}\n")
        running = subprocess.Popen(
            candidate.practice.command("exam", "submit", "problem1", str(file)),
            cwd=candidate.folder,
            env=candidate.practice.environ({"PYTHONUNBUFFERED": "1"}),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert running.stdout is not None
        # Every second one dies after it was taken, however busy the machine is.
        said = running.stdout.readline() if number % 2 else ""
        time.sleep(chance.random() * longest)
        running.kill()
        taken += TAKEN.findall(said + running.communicate(timeout=60)[0])
    return taken


@pytest.mark.parametrize("count", [8, pytest.param(40, marks=pytest.mark.slow)])
def test_no_kill_loses_a_submission(candidate: Candidate, count: int) -> None:
    candidate.start()
    taken = kill_some(candidate, count)
    done = candidate("exam", "finish", "--yes")
    assert done.returncode == 1, done.stderr
    tries = candidate.tries()
    assert [one["number"] for one in tries] == list(range(1, len(tries) + 1))
    assert {one["verdict"] for one in tries} == {"crashed"}
    kept = {one["sha256"][:12] for one in tries}
    assert set(taken) <= kept
    assert len(taken) > 1 + count // 8  # Else the kills came too early to show anything.
    state = candidate.practice.home / "state"
    with reading(state) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        session = storage.one(connection, 1)
        for one in submissions.every(connection, session):
            content = copies.read(state, one.sha256, one.suffix)
            assert hashlib.sha256(content).hexdigest() == one.sha256


def left(candidate: Candidate, set_by: str) -> float:
    """Seconds left, as a command says whose clock was set."""
    shown = candidate("exam", environ=faked(set_by)).stdout
    found = LEFT.search(shown)
    assert found, shown
    hours, minutes, seconds = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds


def faked(set_by: str) -> dict[str, str]:
    if not FAKETIME:
        pytest.skip("libfaketime is not installed: no clock can be set")
    return {
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME": set_by,
        "DONT_FAKE_MONOTONIC": os.environ.get("DONT_FAKE_MONOTONIC", "0"),
    }


@pytest.mark.parametrize("set_by", ["-1m", "-29m", "-5h", "-400d"])
def test_a_clock_set_back_gains_no_minute(candidate: Candidate, set_by: str) -> None:
    candidate.start()
    began = time.monotonic()
    candidate("exam", "submit", "problem1", environ=faked(set_by))
    at_most = SECONDS - (time.monotonic() - began)
    assert left(candidate, set_by) <= at_most + 1
    assert left(candidate, "+0") <= at_most + 1


@pytest.mark.parametrize("set_by", ["+1m", "+5m", "+20m"])
def test_a_clock_set_forward_costs_what_it_is_set_by(candidate: Candidate, set_by: str) -> None:
    candidate.start()
    seconds = int(set_by[1:-1]) * 60
    assert left(candidate, set_by) <= SECONDS - seconds
    assert left(candidate, "+0") > SECONDS - seconds


@pytest.mark.parametrize("set_by", ["+31m", "+5h", "+400d"])
def test_a_clock_set_past_the_end_takes_nothing_loses_nothing_and_opens_nothing(
    candidate: Candidate, set_by: str
) -> None:
    candidate.start()
    candidate("exam", "submit", "problem1")
    late = candidate("exam", "submit", "problem1", environ=faked(set_by))
    assert late.returncode == 2
    assert "clock went forward by" in late.stderr
    assert candidate("solution", "problem1", "--yes", environ=faked(set_by)).returncode == 2
    assert "1 try" in candidate("exam").stdout
    assert "try 2 submitted" in candidate("exam", "submit", "problem1").stdout
