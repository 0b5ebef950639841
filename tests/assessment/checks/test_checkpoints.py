"""Which epoch a saved file holds, by files that Keras wrote; records of fits are made by hand."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.outcomes import NotRun
from grader.assessment.facts.checkpoints import files, require_best_weights, trained_by
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import FileUse, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.conftest import EPOCHS, KINDS, Trained, cut_short
from tests.assessment.checks.fits import checkpoint, early_stopping, fit_of, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.training.record import CallbackUsed


@pytest.fixture
def training(tmp_path: Path) -> Training:
    """A box of which the record tells nothing; its work folder is empty."""
    for name in ("work", "tmp"):
        (tmp_path / name).mkdir()
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    work, tmp = tmp_path / "work", tmp_path / "tmp"
    return Training(TrainingRecord(), outcome, work, "/box/inside", tmp, "/tmp")


@pytest.fixture
def ask(trained: Trained, training: Training) -> Callable[..., str]:
    """What is said of a mymodel.h5 that is the file of this epoch, by the first checkpoint."""

    def run(
        saved: int,
        *callbacks: CallbackUsed,
        asked: str | None = None,
        **figures: tuple[float, ...],
    ) -> str:
        shutil.copy(trained.file(saved), training.work / "mymodel.h5")
        used = callbacks or (checkpoint(),)
        fit = fit_of(*used, told=trained.told, **figures)
        return require_best_weights(training, fit, used[0], asked)

    return run


def test_the_best_epoch_is_found(ask: Callable[..., str]) -> None:
    assert ask(1) == "epoch 2 of 3, the best by val_accuracy (0.9000)"


def test_the_smallest_loss_is_the_best_one(ask: Callable[..., str]) -> None:
    by_loss = checkpoint(monitor="val_loss")
    assert ask(0, by_loss, loss=(0.2, 0.4, 0.6)).startswith("epoch 1 of 3, the best by val_loss")


def test_a_mode_that_is_told_counts_whatever_the_figures_name(ask: Callable[..., str]) -> None:
    falling = checkpoint(mode="min")
    assert ask(0, falling).startswith("epoch 1 of 3")


def test_the_last_epoch_passes_where_it_is_the_best(ask: Callable[..., str]) -> None:
    assert ask(2, accuracies=(0.7, 0.8, 0.9)).startswith("epoch 3 of 3")


def test_each_of_several_best_epochs_will_do(ask: Callable[..., str]) -> None:
    assert ask(2, accuracies=(0.7, 0.9, 0.9)).startswith("epoch 3 of 3")


def test_what_early_stopping_restores_will_do(ask: Callable[..., str]) -> None:
    restores = early_stopping(restore_best_weights=True)
    assert ask(0, checkpoint(), restores, loss=(0.2, 0.4, 0.6)).startswith("epoch 1 of 3")


@pytest.mark.parametrize(
    ("saved", "says"),
    [
        (2, "actual those of the last epoch (0.8000)"),
        (0, "actual those of epoch 1 (0.7000)"),
        (2, "expected the weights of epoch 2, the best by val_accuracy (0.9000)"),
    ],
)
def test_another_epoch_than_the_best_is_named(
    ask: Callable[..., str], saved: int, says: str
) -> None:
    assert says in refusal(lambda: ask(saved))


def test_early_stopping_that_restores_nothing_judges_nothing(ask: Callable[..., str]) -> None:
    message = refusal(lambda: ask(0, checkpoint(), early_stopping(), loss=(0.2, 0.4, 0.6)))
    assert "those of epoch 1" in message


def test_weights_of_no_epoch_are_named(trained: Trained, training: Training) -> None:
    shutil.copy(trained.file(2), training.work / "mymodel.h5")
    fit = fit_of(checkpoint(), accuracies=(0.7, 0.9), loss=(0.9, 0.4), told=trained.told[:2])
    message = refusal(lambda: require_best_weights(training, fit, checkpoint()))
    assert "weights that match no epoch of this training" in message


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkpoint_that_an_earlier_fit_wrote_will_do(
    trained: Trained, training: Training, kind: str
) -> None:
    shutil.copy(trained.file(0), training.work / "mymodel.h5")
    shutil.copy(trained.file(0, kind), training.work / f"best.{kind}")
    item = checkpoint(filepath=f"best.{kind}")
    fit = fit_of(item, accuracies=(0.7, 0.8), loss=(0.9, 0.4), told=trained.told[1:])
    assert require_best_weights(training, fit, item).startswith("the weights of the checkpoint")


def test_a_damaged_model_is_not_judged(trained: Trained, training: Training) -> None:
    cut_short(trained.file(1), training.work / "mymodel.h5")
    with pytest.raises(NotRun, match=r"arrays of mymodel\.h5 could not be read"):
        require_best_weights(training, fit_of(checkpoint(), told=trained.told), checkpoint())


def test_a_figure_without_a_history_is_not_judged(ask: Callable[..., str]) -> None:
    with pytest.raises(NotRun, match="the history of fit has no val_precision"):
        ask(1, checkpoint(monitor="val_precision"))


@pytest.mark.parametrize(
    ("filepath", "name"),
    [
        ("best.weights.h5", "best.weights.h5"),
        ("kept/best.keras", "kept/best.keras"),
        ("/box/inside/best.h5", "best.h5"),
        ("{epoch:02d}-{val_accuracy:.3f}.keras", "03-0.912.keras"),
        ("best[1]?.h5", "best[1]?.h5"),
    ],
)
def test_a_checkpoints_file_is_found(training: Training, filepath: str, name: str) -> None:
    place = training.work / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"weights")
    assert files(training, checkpoint(filepath=filepath)) == [place]


def test_a_checkpoint_below_tmp_is_found(training: Training) -> None:
    (training.tmp / "best.h5").write_bytes(b"weights")
    assert files(training, checkpoint(filepath="/tmp/best.h5")) == [training.tmp / "best.h5"]


@pytest.mark.parametrize("filepath", ["best.h5", "../outside.h5", "/etc/passwd", "", "best1.h5"])
def test_a_file_of_another_place_or_name_is_not_the_checkpoints(
    training: Training, filepath: str
) -> None:
    (training.work / "best2.h5").write_bytes(b"weights")
    (training.work.parent / "outside.h5").write_bytes(b"weights")
    assert files(training, checkpoint(filepath=filepath)) == []


def test_early_stopping_by_another_figure_than_the_one_asked_for_judges_nothing(
    ask: Callable[..., str],
) -> None:
    by_loss = checkpoint(monitor="val_loss")
    stop = early_stopping(monitor="val_accuracy", restore_best_weights=True)
    falling = (0.9, 0.4, 0.2)
    assert ask(1, by_loss, stop, loss=falling).startswith("epoch 2 of 3")
    message = refusal(lambda: ask(1, by_loss, stop, loss=falling, asked="val_loss"))
    assert "the weights of epoch 3, the best by val_loss (0.2000)" in message


def test_early_stopping_by_a_training_figure_judges_nothing(ask: Callable[..., str]) -> None:
    restores = early_stopping(monitor="accuracy", restore_best_weights=True)
    assert "those of epoch 1" in refusal(lambda: ask(0, checkpoint(), restores))


def test_a_model_that_is_its_own_checkpoint_proves_nothing(
    trained: Trained, training: Training
) -> None:
    shutil.copy(trained.file(0), training.work / "mymodel.h5")
    own = checkpoint(filepath="mymodel.h5", save_freq=10)
    others = (("another",),) * EPOCHS
    assert "weights that match no epoch" in refusal(
        lambda: require_best_weights(training, fit_of(own, told=others), own)
    )


def test_the_fit_that_trained_a_loaded_model_is_known_by_its_weights(
    trained: Trained, training: Training
) -> None:
    shutil.copy(trained.file(1), training.work / "mymodel.h5")
    first = fit_of(checkpoint(), told=trained.told)
    last = dataclasses.replace(fit_of(checkpoint()), number=2)
    loaded, own = (FileUse("save", "mymodel.h5", fit, 30) for fit in (0, 2))
    record = TrainingRecord(fits=(first, last), files=(loaded,))
    assert trained_by(dataclasses.replace(training, record=record), last) is first
    record = dataclasses.replace(record, files=(own,))
    assert trained_by(dataclasses.replace(training, record=record), last) is last


def test_what_keras_takes_for_better_counts_whatever_the_figures_name(
    ask: Callable[..., str],
) -> None:
    by_hits = dataclasses.replace(checkpoint(monitor="val_loss"), is_rising=True)
    assert ask(0, by_hits).startswith("epoch 1 of 3, the best by val_loss (0.9000)")


def test_a_checkpoint_that_goes_on_in_a_second_fit_keeps_the_best_of_both(
    trained: Trained, training: Training
) -> None:
    shutil.copy(trained.file(0), training.work / "mymodel.h5")
    item = dataclasses.replace(checkpoint(), number=7)
    first = fit_of(item, accuracies=(0.9,), loss=(0.2,), told=trained.told[:1])
    second = fit_of(item, accuracies=(0.7, 0.8), loss=(0.9, 0.4), told=trained.told[1:])
    second = dataclasses.replace(second, number=2, line=12)
    record = TrainingRecord(fits=(first, second))
    both = dataclasses.replace(training, record=record)
    said = require_best_weights(both, second, item)
    assert said == "epoch 1 of the fit at line 10 of 3, the best by val_accuracy (0.9000)"
    another = dataclasses.replace(item, number=8)
    message = refusal(lambda: require_best_weights(both, second, another))
    assert "the weights of epoch 2, the best by val_accuracy (0.8000)" in message


def test_epochs_without_a_validation_are_not_the_best(trained: Trained, training: Training) -> None:
    shutil.copy(trained.file(1), training.work / "mymodel.h5")
    fit = fit_of(checkpoint(), accuracies=(0.9, 0.8, 0.7), told=trained.told)
    first = dataclasses.replace(fit.epochs[0], logs={"accuracy": 0.9})
    fit = dataclasses.replace(fit, epochs=(first, *fit.epochs[1:]))
    assert require_best_weights(training, fit, checkpoint()).startswith("epoch 2 of 3")
