"""Fits with checkpoints, made by hand, as a training record would tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.outcomes import CheckFailed
from grader.training.record import CallbackUsed, Epoch, Fit
from tests.assessment.checks.conftest import EPOCHS

if TYPE_CHECKING:
    from collections.abc import Callable


def checkpoint(**settings: str | float) -> CallbackUsed:
    usual: dict[str, str | float] = {
        "monitor": "val_accuracy",
        "mode": "auto",
        "save_best_only": True,
        "filepath": "best.weights.h5",
    }
    return CallbackUsed(
        "ModelCheckpoint",
        own=False,
        is_class=False,
        is_callback=True,
        settings={**usual, **settings},
    )


def early_stopping(**settings: str | float) -> CallbackUsed:
    usual: dict[str, str | float] = {
        "monitor": "val_loss",
        "mode": "auto",
        "patience": 3,
        "restore_best_weights": False,
    }
    return CallbackUsed(
        "EarlyStopping", own=False, is_class=False, is_callback=True, settings={**usual, **settings}
    )


def fit_of(
    *callbacks: CallbackUsed,
    accuracies: tuple[float, ...] = (0.7, 0.9, 0.8),
    told: tuple[tuple[str, ...], ...] = ((),) * EPOCHS,
    loss: tuple[float, ...] = (0.9, 0.4, 0.6),
) -> Fit:
    """A fit at line 10 of as many epochs as there are accuracies on validation images."""
    epochs = tuple(
        Epoch(number, {"accuracy": 0.99, "val_accuracy": value, "val_loss": lost}, 1.0, weights)
        for number, (value, lost, weights) in enumerate(zip(accuracies, loss, told, strict=True))
    )
    return Fit(
        number=1,
        line=10,
        model="Sequential",
        layers=(),
        epochs_asked=len(epochs),
        initial_epoch=0,
        optimizer="Adam",
        learning_rate=0.001,
        loss="categorical_crossentropy",
        metrics=("accuracy",),
        callbacks=callbacks,
        training=None,
        validation=None,
        epochs=epochs,
    )


def refusal(check: Callable[[], object]) -> str:
    with pytest.raises(CheckFailed) as refused:
        check()
    return str(refused.value)
