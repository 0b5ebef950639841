"""A saved model that is not the one that was trained best is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.mistakes.training import saving
from tests.assessment.mistakes.cases import LEARNT, Case, fit, record, said_by, saved


def test_a_model_saved_before_its_fit_is_named() -> None:
    case = Case("", record(fit(*LEARNT), files=(saved(0, fits=0, trained=False),)))
    line, said = said_by(saving.saves_an_untrained_model, case)
    assert line == 20
    assert "saved before the fit at line 10" in said


def test_a_model_that_no_fit_has_trained_is_named() -> None:
    case = Case("", record(fit(*LEARNT), files=(saved(0, model=2, trained=False),)))
    assert "trained another model" in said_by(saving.saves_an_untrained_model, case)[1]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("", saved(1)),
        ("", saved(0, model=2, trained=True)),
        ("model.set_weights(best)", saved(0, model=2, trained=False)),
        ("model = load_model('best.keras')", saved(0, model=2, trained=False)),
        ("with tf.GradientTape() as tape: ...", saved(0, model=2, trained=False)),
        ("", saved(0, path="other.h5", trained=False)),
    ],
)
def test_a_model_that_came_by_weights_in_some_way_is_not_named(text: str, use: object) -> None:
    case = Case(text, record(fit(*LEARNT), files=(use,)))  # type: ignore[arg-type]
    assert not case.found(saving.saves_an_untrained_model)


def test_a_better_model_than_the_saved_one_is_named() -> None:
    poor, good = fit({"accuracy": 0.5}), fit(*LEARNT, number=2, line=15, model_number=2)
    case = Case("", record(poor, good, files=(saved(1),)))
    line, said = said_by(saving.saves_an_earlier_model, case)
    assert line == 20
    assert "accuracy 0.500; the other one reached 0.800 at line 15" in said
    same = replace(good, model_number=1)
    again = replace(case, record=record(poor, same, files=(saved(1),)))
    assert "save after the last fit" in said_by(saving.saves_an_earlier_model, again)[1]


@pytest.mark.parametrize(("second", "weak"), [(0.8, False), (0.55, True), (0.3, True)])
def test_a_saved_model_that_is_good_enough_or_the_best_is_not_named(
    second: float, *, weak: bool
) -> None:
    first, other = fit({"accuracy": 0.5}), fit({"accuracy": second}, number=2, model_number=2)
    case = Case("", record(first, other, files=(saved(1),)), weak=weak)
    assert not case.found(saving.saves_an_earlier_model)
