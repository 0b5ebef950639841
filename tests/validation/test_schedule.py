"""References are run until the answer is clear."""

from __future__ import annotations

import dataclasses

import pytest

from grader.validation.result import summarise
from grader.validation.runs import Ending, Run, judge
from grader.validation.schedule import Schedule
from tests.validation.examples import ending, reached, reference_plan, reference_run, wrong

CLEAR = [0.90, 0.91, 0.90, 0.91, 0.90, 0.91, 0.90, 0.91]  # 0.80 lies 19 sd below
NEAR = [0.84, 0.92, 0.84, 0.92, 0.84, 0.92, 0.84, 0.92]  # 0.80 lies 2 sd below


def after(figures: list[float], asked: int, *, all_runs: bool = False) -> Schedule:
    """A schedule in which the first runs have reached these figures."""
    schedule = Schedule([reference_plan(asked)], all_runs=all_runs)
    for value in figures:
        run = schedule.take()
        assert run is not None
        schedule.add(reached(run.seed, value))
    return schedule


def test_runs_are_taken_in_the_order_of_their_seeds() -> None:
    schedule = Schedule([reference_plan(3)])
    assert [schedule.take(), schedule.take()] == [reference_run(1), reference_run(2)]
    assert schedule.waiting == (reference_run(3),)


def test_eight_runs_far_from_the_threshold_are_clear() -> None:
    schedule = after(CLEAR, 20)
    assert schedule.take() is None
    assert schedule.stopped("problem9") == "clear"


def test_seven_are_not() -> None:
    schedule = after(CLEAR[:7], 20)
    assert schedule.take() == reference_run(8)
    assert schedule.stopped("problem9") == ""


def test_eight_runs_near_the_threshold_are_not_clear() -> None:
    assert after(NEAR, 20).take() == reference_run(9)


def test_all_runs_goes_on_where_the_answer_is_clear() -> None:
    assert after(CLEAR, 20, all_runs=True).take() == reference_run(9)


@pytest.mark.parametrize("all_runs", [True, False])
def test_two_failures_end_it(all_runs: bool) -> None:  # noqa: FBT001
    schedule = after([0.9, 0.7, 0.9, 0.7], 20, all_runs=all_runs)
    assert schedule.take() is None
    assert schedule.stopped("problem9") == "failing"


def test_one_failure_does_not() -> None:
    assert after([0.7, *CLEAR], 20).take() == reference_run(10)


def test_as_many_runs_as_asked_are_not_stopped_early() -> None:
    assert after(CLEAR, 8).stopped("problem9") == ""


def test_a_run_that_is_known_already_is_not_taken() -> None:
    schedule = Schedule([reference_plan(2)])
    schedule.add(reached(1, 0.9))
    assert schedule.take() == reference_run(2)


def test_wrong_solutions_are_run_though_the_reference_fails() -> None:
    plan = reference_plan(3)
    other = Run(wrong("check_size"), 1)
    schedule = Schedule([dataclasses.replace(plan, runs=(*plan.runs, other))])
    schedule.add(reached(1, 0.7))
    schedule.add(reached(2, 0.7))
    assert schedule.take() == other


def test_the_reference_is_summed_up_without_faults_of_the_kit() -> None:
    schedule = after([0.90, 0.92], 4)
    schedule.add(judge(reference_run(3), Ending(3, None, "no space left", 2.0)))
    schedule.add(reached(4, 0.79))
    found = summarise(reference_plan(4), schedule)
    one = found.reference
    assert (one.asked, one.runs, one.passed) == (4, 3, 2)
    assert one.seconds == pytest.approx(20.92)
    assert one.scores == {4: 3}
    assert found.error_count == 3  # two runs, and a threshold that one of them missed


def test_a_wrong_solutions_figure_stands_beside_the_threshold_that_it_misses() -> None:
    plan = reference_plan(1)
    named = ("check_held_out_accuracy", "check_size", "check_held_out_accuracy")
    others = tuple(Run(wrong(name), seed) for seed, name in enumerate(named, 1))
    plan = dataclasses.replace(plan, runs=(*plan.runs, *others))
    schedule = Schedule([plan])
    for run, held_out in zip(others, (0.60, 0.70, 0.95), strict=True):
        schedule.add(judge(run, ending(held_out)))
    (found,) = summarise(plan, schedule).thresholds
    assert found.best_wrong == 0.60  # 0.70 fails another check, 0.95 this one for another reason
