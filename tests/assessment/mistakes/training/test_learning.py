"""Trainings that cannot have learnt are named with their cause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.mistakes import training
from grader.assessment.mistakes.training import learning
from grader.training.record import CallbackUsed, Epoch
from tests.assessment.checks.fits import checkpoint
from tests.assessment.mistakes.cases import LEARNT, Case, fed, fit, own, record, said_by

ASKS = "class Stop(Callback):\n    key = 'val_accuracy'\n"


def test_no_metrics_is_named_where_a_callback_asks_for_one() -> None:
    told = fit({"loss": 0.5, "val_loss": 0.6}, callbacks=(own("Stop"),))
    line, said = said_by(learning.no_metrics, Case(ASKS, record(told), "problem3"))
    assert line == 9
    assert "the logs hold loss, val_loss and no accuracy" in said


@pytest.mark.parametrize(
    ("logs", "callback"),
    [
        ({"loss": 0.5}, checkpoint()),
        ({"loss": 0.5, "acc": 0.5}, own("Stop")),
        ({"loss": 0.5}, own("Prints")),
    ],
)
def test_no_metrics_is_not_named_where_nobody_asks(
    logs: dict[str, float], callback: CallbackUsed
) -> None:
    case = Case(ASKS, record(fit(logs, callbacks=(callback,))), "problem3")
    assert not case.found(learning.no_metrics)


def test_a_loss_of_nan_is_named_with_its_first_epoch_and_a_cause() -> None:
    broken = replace(fit(*LEARNT), epochs=(Epoch(0, {}, 1.0), Epoch(1, {}, 1.0, (), ("loss",))))
    case = Case("", record(replace(broken, learning_rate=5.0, optimizer="SGD")))
    line, said = said_by(learning.loss_is_no_number, case)
    assert line == 9
    assert "nan from epoch 2 on" in said
    assert "0.01 instead of 5" in said
    raw = Case("", record(replace(broken, training=fed(0, 255))))
    assert "scale the pixels" in said_by(learning.loss_is_no_number, raw)[1]
    assert not Case("", record(fit(*LEARNT))).found(learning.loss_is_no_number)


@pytest.mark.parametrize(
    ("rate", "optimizer", "text", "weak", "speaks"),
    [
        (1.0, "Adam", "", True, True),
        (0.5, "RMSprop", "", True, True),
        (10.0, "SGD", "", True, True),
        (2e-7, "Adam", "", True, True),
        (1.0, "Adam", "", False, False),
        (0.5, "SGD", "", True, False),
        (1.0, "Adadelta", "", True, False),
        (0.01, "Adam", "", True, False),
        (1e-8, "Adam", "rate = CosineDecay(1e-8, warmup_target=1e-3)", True, False),
    ],
)
def test_an_absurd_learning_rate_is_named_where_little_was_learnt(
    rate: float, optimizer: str, text: str, *, weak: bool, speaks: bool
) -> None:
    told = fit(*LEARNT, learning_rate=rate, optimizer=optimizer)
    case = Case(text, record(told), weak=weak)
    assert bool(case.found(learning.learning_rate_is_absurd)) is speaks


def test_one_epoch_is_named_only_where_nothing_else_is() -> None:
    once = Case("", record(fit(LEARNT[0])))
    assert [each.id for each in training.find(once.evidence)] == ["trains_one_epoch"]
    raw = Case("", record(fit(LEARNT[0], training=fed(0, 255))))
    assert [each.id for each in training.find(raw.evidence)] == ["pixels_are_not_scaled"]
    twice = record(fit(LEARNT[0]), fit(LEARNT[0], number=2))
    for other in (replace(once, weak=False), replace(once, record=twice)):
        assert not training.find(other.evidence)


def test_pixels_that_the_model_scales_itself_are_no_cause_of_nan() -> None:
    broken = replace(fit(*LEARNT), epochs=(Epoch(0, {}, 1.0, (), ("loss",)),))
    case = Case("", record(replace(broken, training=fed(0, 255), rescaling=(1 / 255,))))
    assert "scale the pixels" not in said_by(learning.loss_is_no_number, case)[1]


def test_a_loss_that_is_a_number_again_did_not_stay_nan() -> None:
    epochs = (Epoch(0, {}, 1.0, (), ("loss",)), Epoch(1, {"loss": 0.5}, 1.0))
    case = Case("", record(replace(fit(*LEARNT), epochs=epochs)))
    assert "not a number in epoch 1" in said_by(learning.loss_is_no_number, case)[1]


@pytest.mark.parametrize(
    ("logs", "advice"),
    [
        ({"accuracy": 0.4}, "write epochs=10"),
        (
            {"accuracy": 0.4, "val_accuracy": 0.3},
            "write epochs=10 and check where val_accuracy stops rising",
        ),
    ],
)
def test_val_accuracy_is_mentioned_where_there_is_one(logs: dict[str, float], advice: str) -> None:
    (found,) = Case("", record(fit(logs))).found(learning.trains_one_epoch)
    assert found.fix == advice
