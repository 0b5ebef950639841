"""The advice on a model that is too weak fits its training."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks import weak_model
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import Epoch, Feed, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.training.record import Fit
    from tests.assessment.checks.conftest import Trained

OTHERWISE = "vary the images more"


def told(folder: Path, *fits: Fit, images: int = 0) -> str:
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    record = TrainingRecord(fits=fits)
    training = Training(record, outcome, folder, "/box/inside", folder / "tmp", "/tmp")
    return weak_model.advice(training, 0.8, OTHERWISE, images)


def reaching(*accuracies: float) -> Fit:
    epochs = tuple(Epoch(n, {"accuracy": value}, 1.0) for n, value in enumerate(accuracies))
    return replace(fit_of(), epochs=epochs)


@pytest.mark.parametrize(
    ("accuracies", "words"),
    [
        ((0.5, 0.6), "training accuracy was 0.600 after 2 epochs: train for more epochs"),
        ((0.6,), "training accuracy was 0.600 after 1 epoch: train for more epochs"),
        ((0.5,) * 9, "use more filters or units, or train for more epochs"),
        ((0.5, 0.95), OTHERWISE),
        ((), OTHERWISE),
    ],
)
def test_the_epochs_are_counted(tmp_path: Path, accuracies: tuple[float, ...], words: str) -> None:
    assert told(tmp_path, reaching(*accuracies)).endswith(words)


def test_a_tiny_learning_rate_is_told_before_the_epochs(tmp_path: Path) -> None:
    slow = replace(reaching(0.4), learning_rate=2e-7)
    assert "a learning rate of 2e-07 is too small" in told(tmp_path, slow)


def test_epochs_of_earlier_fits_of_the_model_count(tmp_path: Path) -> None:
    first, second = reaching(0.4), replace(reaching(0.5, 0.6), number=2)
    other = replace(reaching(0.4), model_number=7)
    assert "after 3 epochs" in told(tmp_path, first, other, second)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (3_000, "it was trained on 3,000 of 60,000 images: train on all of them"),
        (54_000, OTHERWISE),
        (None, OTHERWISE),
    ],
)
def test_the_images_are_counted(tmp_path: Path, count: int | None, words: str) -> None:
    fit = replace(reaching(0.9), training=Feed("array", count=count))
    assert told(tmp_path, fit, images=60_000) == words


def test_a_better_epoch_than_the_saved_one_is_told(tmp_path: Path, trained: Trained) -> None:
    shutil.copy(trained.file(0), tmp_path / "mymodel.h5")
    fit = fit_of(told=trained.told, accuracies=(0.4, 0.9, 0.8))
    assert told(tmp_path, fit) == (
        "the saved model is epoch 1 (val_accuracy 0.400), but epoch 2 reached 0.900: "
        "save the best epoch"
    )
    near = fit_of(told=trained.told, accuracies=(0.85, 0.9, 0.8))
    assert told(tmp_path, near) == OTHERWISE


def test_nothing_is_told_of_a_training_that_nobody_saw() -> None:
    assert weak_model.advice(None, 0.8, OTHERWISE) == OTHERWISE
