"""Which checkpoint keeps the best epoch, by how it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.facts.checkpoints import require_checkpoint
from grader.training.record import CallbackUsed
from tests.assessment.checks.fits import checkpoint, early_stopping, fit_of, refusal


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"mode": "max"},
        {"monitor": "val_loss"},
        {"monitor": "val_loss", "mode": "min"},
    ],
)
def test_a_checkpoint_of_the_best_validation_metric_is_accepted(settings: dict[str, str]) -> None:
    item = checkpoint(**settings)
    assert require_checkpoint(fit_of(item)) is item


def test_a_checkpoint_by_another_name_is_taken() -> None:
    item = CallbackUsed(
        "KeepTheBest", own=True, is_class=False, is_callback=True, settings=checkpoint().settings
    )
    assert require_checkpoint(fit_of(early_stopping(), item)) is item


def test_of_two_checkpoints_the_one_that_watches_what_is_asked_for_is_taken() -> None:
    other, asked = checkpoint(), checkpoint(monitor="val_loss")
    assert require_checkpoint(fit_of(other, asked), "val_loss") is asked


def test_of_two_checkpoints_the_right_one_is_taken() -> None:
    every, best = checkpoint(save_best_only=False), checkpoint()
    assert require_checkpoint(fit_of(every, best)) is best


@pytest.mark.parametrize(
    ("callbacks", "says"),
    [
        ((), "no callback at line 10"),
        ((early_stopping(),), "EarlyStopping at line 10"),
        (
            (CallbackUsed("ModelCheckpoint", own=False, is_class=True, is_callback=True),),
            "the class ModelCheckpoint itself",
        ),
        ((checkpoint(save_best_only=False),), "every epoch overwrites the previous one"),
        ((checkpoint(monitor="accuracy"),), "monitor a validation metric: val_accuracy or val_los"),
        ((checkpoint(monitor="loss"),), "which measures on the training images"),
        ((checkpoint(monitor="val_acc"),), "the logs hold val_accuracy, val_loss"),
        ((checkpoint(mode="min"),), "mode='min' with monitor='val_accuracy' saves the worst"),
        (
            (checkpoint(monitor="val_loss", mode="max"),),
            "mode='max' with monitor='val_loss' saves the worst",
        ),
    ],
)
def test_what_keeps_no_best_epoch_is_named(callbacks: tuple[CallbackUsed, ...], says: str) -> None:
    assert says in refusal(lambda: require_checkpoint(fit_of(*callbacks)))


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (
            checkpoint(),
            [
                "by val_loss",
                "monitor='val_accuracy', but the task asks for val_loss",
                "write monit",
            ],
        ),
        (checkpoint(monitor="loss"), ["monitor a validation metric: val_loss"]),
        (checkpoint(monitor="val_acc"), ["the logs hold", "write monitor='val_loss'"]),
        (checkpoint(monitor="val_loss", mode="max"), ["saves the worst epoch"]),
        (early_stopping(), ["ModelCheckpoint('best.weights.h5', monitor='val_loss'"]),
    ],
)
def test_a_checkpoint_must_watch_the_figure_that_is_asked_for(
    item: CallbackUsed, says: list[str]
) -> None:
    message = refusal(lambda: require_checkpoint(fit_of(item), "val_loss"))
    assert [phrase for phrase in says if phrase not in message] == []


def test_a_crossentropy_under_its_own_name_is_better_the_smaller_it_is() -> None:
    item = checkpoint(monitor="val_crossentropy", mode="max")
    fit = fit_of(item)
    epochs = tuple(replace(epoch, logs={"val_crossentropy": 0.5}) for epoch in fit.epochs)
    message = refusal(lambda: require_checkpoint(replace(fit, epochs=epochs)))
    assert "saves the worst epoch" in message
