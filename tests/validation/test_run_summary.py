"""What a run showed against what was wanted of its submission."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.report import Verdict
from grader.solutions import Kind
from grader.validation.cases import Case
from grader.validation.run_summary import accuracy, differences
from grader.validation.runs import Ending, judge
from tests.validation.examples import HELD_OUT, SIZE, check, reference_run, seen_of, wrong

STUB = Case("problem9", Kind.STUB, Path("stub.py"))
REFERENCE = Case("problem9", Kind.REFERENCE, Path("solution.py"))
TOO_LARGE = check(SIZE, "failed", expected="10 MB", actual="80 MB", fix="use fewer units here")


def test_a_wrong_solution_that_fails_its_own_check_is_as_wanted() -> None:
    assert differences(wrong(SIZE), seen_of(check(HELD_OUT), TOO_LARGE)) == ()


def test_a_wrong_solution_that_passes_is_not() -> None:
    found = differences(wrong(SIZE), seen_of(check(HELD_OUT), check(SIZE), verdict="passed"))
    assert found == (
        "verdict 'passed' instead of 'failed'",
        "check_size did not fail",
        "no message contains 'use fewer units'",
    )


def test_a_wrong_solution_that_fails_another_check_too_is_not() -> None:
    other = check(HELD_OUT, "failed", actual="0.100 on 5,000 held-out pictures")
    found = differences(wrong(SIZE), seen_of(other, TOO_LARGE))
    assert found == ("check_held_out_accuracy failed too: 0.100 on 5,000 held-out pictures",)


def test_a_wrong_solution_that_crashes_is_not() -> None:
    fault = {"type": "ValueError", "message": "bad shape", "fix": "flatten"}
    seen = seen_of(TOO_LARGE, verdict="crashed", fault=fault)
    assert differences(wrong(SIZE), seen)[0] == "verdict 'crashed' instead of 'failed'"


def test_a_phrase_beside_a_check_that_passed_does_not_count() -> None:
    passed = check(HELD_OUT, actual="a tidy model")
    found = differences(wrong(SIZE, says="a tidy model"), seen_of(passed, TOO_LARGE))
    assert found == ("no message contains 'a tidy model'",)


def test_a_check_may_be_unasked_because_of_the_one_that_failed() -> None:
    unasked = check(HELD_OUT, "not run", because=SIZE)
    assert differences(wrong(SIZE), seen_of(unasked, TOO_LARGE)) == ()


def test_a_check_that_is_unasked_for_another_reason_is_amiss() -> None:
    unasked = check(HELD_OUT, "not run", reason="fit did not come to its end")
    found = differences(wrong(SIZE), seen_of(unasked, TOO_LARGE))
    assert found == ("check_held_out_accuracy was not run: fit did not come to its end",)


def test_a_head_may_name_a_check_that_its_mistake_leaves_unasked() -> None:
    case = wrong(SIZE, not_run=HELD_OUT)
    unasked = check(HELD_OUT, "not run", reason="fit did not come to its end")
    assert differences(case, seen_of(unasked, TOO_LARGE)) == ()
    assert differences(case, seen_of(check(HELD_OUT), TOO_LARGE)) == (
        "check_held_out_accuracy was run, although it is listed as not run",
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_stub_must_be_refused_and_nothing_else(verdict: Verdict) -> None:
    found = differences(STUB, seen_of(verdict=verdict.value))
    assert (found == ()) == (verdict is Verdict.NOT_ATTEMPTED)


def test_a_reference_that_fails_says_where() -> None:
    found = differences(REFERENCE, seen_of(check(HELD_OUT), TOO_LARGE))
    assert found == ("verdict 'failed' instead of 'passed'", "check_size failed: 80 MB")


@pytest.mark.parametrize(
    ("threshold", "value"),
    [
        ("held_out_accuracy", 0.9),
        ("training_accuracy", 0.91),
        ("validation_accuracy", None),
        ("best_epoch", None),
    ],
)
def test_a_threshold_is_held_against_the_figure_of_its_name(
    threshold: str, value: float | None
) -> None:
    assert accuracy(seen_of(), threshold) == value


def test_training_accuracy_is_the_graders_own_where_no_fit_was_seen() -> None:
    assert accuracy(seen_of(fits=[]), "training_accuracy") == 0.95


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (3, "internal error: the disk is full"),
        (2, "could not be read: the disk is full"),
        (-9, "killed by signal 9: the disk is full"),
        (130, "no report: the disk is full"),
    ],
)
def test_a_run_without_a_report_is_amiss(status: int, words: str) -> None:
    outcome = judge(reference_run(1), Ending(status, None, "the disk is full", 3.0))
    assert outcome.errors == (words,)
