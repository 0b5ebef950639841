"""The time that has passed, by two clocks: one that can be set, and one that begins anew."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.exam import clock
from grader.exam.clock import Instant, LastSeen, clock_change, elapsed, now, strict_elapsed

if TYPE_CHECKING:
    from pathlib import Path

BEGAN = 1_000_000.0
HOUR = 3600.0
# Begun an hour after the machine was started, and not seen since.
MARK = LastSeen("monday", HOUR, 0.0)


def later(seconds: float, set_by: float = 0.0) -> Instant:
    """So long after the begin, on a machine whose clock was set meanwhile."""
    return Instant(BEGAN + seconds + set_by, "monday", HOUR + seconds)


def test_time_passes_by_both_clocks() -> None:
    assert elapsed(BEGAN, MARK, later(600)) == 600
    assert strict_elapsed(BEGAN, MARK, later(600)) == 600


@pytest.mark.parametrize("set_by", [-HOUR, -60.0, -30 * 24 * HOUR])
def test_a_clock_set_back_gains_no_minute(set_by: float) -> None:
    assert strict_elapsed(BEGAN, MARK, later(600, set_by)) == 600


def test_a_clock_set_forward_counts_while_it_is_so() -> None:
    assert strict_elapsed(BEGAN, MARK, later(600, HOUR)) == 600 + HOUR
    assert elapsed(BEGAN, MARK, later(600, HOUR)) == 600


def test_a_restart_adds_the_time_that_the_machine_was_off() -> None:
    after = Instant(BEGAN + 2 * HOUR, "tuesday", 60.0)
    assert elapsed(BEGAN, MARK, after) == 2 * HOUR


def test_a_restart_takes_back_nothing_that_was_seen_even_if_the_clock_is_set_back() -> None:
    seen = LastSeen("monday", 2 * HOUR, HOUR)
    after = Instant(BEGAN - 5 * HOUR, "tuesday", 120.0)
    assert strict_elapsed(BEGAN, seen, after) == HOUR + 120


def test_a_machine_that_names_no_start_is_known_by_its_clock_that_fell_back() -> None:
    seen = LastSeen("", 2 * HOUR, HOUR)
    assert elapsed(BEGAN, seen, Instant(BEGAN + HOUR + 60, "", 2 * HOUR + 60)) == HOUR + 60
    assert elapsed(BEGAN, seen, Instant(BEGAN + HOUR + 300, "", 30.0)) == HOUR + 300


def test_a_moment_kept_just_after_it_was_looked_at_is_no_restart() -> None:
    seen = LastSeen("here:monday", HOUR + 60.02, 60.02)
    assert elapsed(BEGAN, seen, Instant(BEGAN + 60, "here:monday", HOUR + 60.01)) == 60.02


def test_another_machine_that_has_run_for_long_ends_no_exam() -> None:
    seen = LastSeen("here:monday", 2 * HOUR, HOUR)
    there = Instant(BEGAN + HOUR + 60, "there:sunday", 900 * HOUR)
    assert strict_elapsed(BEGAN, seen, there) == HOUR + 60
    assert elapsed(BEGAN, seen, replace(there, utc=BEGAN)) == HOUR


def test_an_exam_of_a_kit_that_kept_no_machine_goes_on() -> None:
    at = replace(later(600), boot="here:monday")
    assert strict_elapsed(BEGAN, MARK, at) == 600


@pytest.mark.parametrize(
    ("set_by", "told"), [(0.0, 0.0), (20.0, 0.0), (HOUR, HOUR), (-HOUR, -HOUR)]
)
def test_a_clock_that_was_set_is_told_unless_it_is_little(set_by: float, told: float) -> None:
    assert clock_change(BEGAN, MARK, later(600, set_by)) == told


def test_the_sleep_of_a_mac_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "UPTIME", tmp_path / "none")
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("time.clock_gettime", {time.CLOCK_MONOTONIC_RAW: 7200.0}.get)
    monkeypatch.setattr("time.monotonic", lambda: 3600.0)
    assert clock._since_boot() == 7200.0


def test_both_clocks_of_this_machine_go_on() -> None:
    first, second = now(), now()
    assert first.boot == second.boot
    assert second.since_boot >= first.since_boot > 0
    assert second.utc >= first.utc
