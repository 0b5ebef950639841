"""Intervals, and the distance of thresholds."""

from __future__ import annotations

import importlib

import pytest

from grader.validation.statistics import threshold_result, wilson

STEADY = [0.90, 0.91, 0.89, 0.90, 0.90]  # mean 0.90, sd 0.00707


@pytest.mark.parametrize(
    ("passed", "runs", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_published_intervals(passed: int, runs: int, low: float, high: float) -> None:
    assert wilson(passed, runs) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("runs", [1, 3, 8, 20])
def test_wilson_agrees_with_scipy(runs: int) -> None:
    stats = importlib.import_module("scipy.stats")
    for passed in range(runs + 1):
        found = stats.binomtest(passed, runs).proportion_ci(method="wilson")
        assert wilson(passed, runs) == pytest.approx((found.low, found.high), abs=1e-12)


def test_no_runs_say_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_threshold_far_below_is_not_too_near() -> None:
    found = threshold_result("held_out_accuracy", 0.80, STEADY)
    assert found.spread is not None
    assert found.spread.median == 0.90
    assert found.spread.mean == pytest.approx(0.90)
    assert found.spread.sd == pytest.approx(0.0070711, abs=1e-7)
    assert found.distance == pytest.approx(14.142, abs=1e-3)
    assert found.too_near is False


def test_a_threshold_within_three_sd_is_too_near() -> None:
    assert threshold_result("held_out_accuracy", 0.88, STEADY).too_near is True


def test_a_threshold_that_one_run_missed_is_too_near_however_wide_the_spread() -> None:
    runs = [0.95] * 60 + [0.79]
    found = threshold_result("held_out_accuracy", 0.80, runs)
    assert found.distance is not None
    assert found.distance > 3
    assert found.too_near is True


def test_one_run_tells_no_distance() -> None:
    found = threshold_result("held_out_accuracy", 0.80, [0.9])
    assert (found.distance, found.too_near, found.proposed) == (None, None, None)


def test_runs_that_all_reach_the_same_are_clear_of_a_threshold_below() -> None:
    assert threshold_result("held_out_accuracy", 0.80, [0.9, 0.9]).too_near is False
    assert threshold_result("held_out_accuracy", 0.90, [0.9, 0.9]).too_near is False
    assert threshold_result("held_out_accuracy", 0.91, [0.9, 0.9]).too_near is True


def test_no_runs_give_no_figures() -> None:
    assert threshold_result("held_out_accuracy", 0.80, []).spread is None


def test_the_proposed_value_lies_six_sd_below_on_a_hundredth() -> None:
    assert threshold_result("held_out_accuracy", 0.88, STEADY).proposed == 0.85


def test_the_proposed_value_lets_right_but_unusual_solutions_pass() -> None:
    assert threshold_result("held_out_accuracy", 0.88, STEADY, [0.838]).proposed == 0.83


def test_nothing_is_proposed_that_would_let_a_wrong_solution_pass() -> None:
    found = threshold_result("held_out_accuracy", 0.88, STEADY, wrong=[0.5, 0.86])
    assert (found.best_wrong, found.proposed) == (0.86, None)


def test_four_runs_are_too_few_to_propose_a_value() -> None:
    assert threshold_result("held_out_accuracy", 0.88, STEADY[:4]).proposed is None
