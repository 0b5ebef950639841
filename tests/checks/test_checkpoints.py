"""Which epoch a saved file holds, by files that Keras wrote; records of fits are made by hand."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.box.plan import Ending, Outcome
from grader.checks.checkpoints import (
    files,
    require_best_weights,
    require_checkpoint,
    trained_by,
)
from grader.checks.outcomes import CheckFailed, NotRun
from grader.model_file import arrays
from grader.training.record import CallbackUsed, Epoch, FileUse, Fit, TrainingRecord
from grader.training.run import Training

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
KINDS = ("h5", "keras", "weights.h5")
EPOCHS = 3

# Saves FOLDER/0.h5, 0.keras, 0.weights.h5, 1.h5 …: one model after each epoch of a training.
# Prints the hashes of its weights at each of these moments.
TRAIN_AND_SAVE = """
import json, sys
import keras, numpy as np
from keras import layers
from grader.inside import weights

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((12, 12, 3)),
    layers.RandomFlip("horizontal"),
    layers.Conv2D(4, 3),
    layers.BatchNormalization(),
    layers.Dropout(0.5),
    layers.Flatten(),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy")
x = np.random.default_rng(1).random((8, 12, 12, 3), dtype="float32")
told = []
for epoch in range(int(sys.argv[2])):
    model.train_on_batch(x, np.arange(8) % 3)
    told.append(weights.digests(model))
    for kind in sys.argv[3:]:
        save = model.save_weights if kind == "weights.h5" else model.save
        save(f"{sys.argv[1]}/{epoch}.{kind}")
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Trained:
    """Files of a training's epochs, and the hashes that were made of the weights meanwhile."""

    folder: Path
    told: tuple[tuple[str, ...], ...]

    def file(self, epoch: int, kind: str = "h5") -> Path:
        return self.folder / f"{epoch}.{kind}"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    done = subprocess.run(
        [sys.executable, "-c", TRAIN_AND_SAVE, str(folder), str(EPOCHS), *KINDS],
        env={**ENVIRONMENT, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    return Trained(folder, tuple(map(tuple, told)))


def hashes(path: Path) -> Counter[str]:
    found = arrays.hashes(path)
    assert found is not None
    return Counter(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_file_holds_what_was_hashed_in_training(trained: Trained, kind: str) -> None:
    for epoch, told in enumerate(trained.told):
        assert not Counter(told) - hashes(trained.file(epoch, kind))


def test_a_whole_model_holds_the_weights_and_no_array_of_the_optimizer(trained: Trained) -> None:
    assert hashes(trained.file(0)) == Counter(trained.told[0])


@pytest.mark.parametrize("kind", ["keras", "weights.h5"])
def test_the_weights_of_a_whole_model_are_found_in_its_checkpoint(
    trained: Trained, kind: str
) -> None:
    assert not hashes(trained.file(1)) - hashes(trained.file(1, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_another_epoch_is_told_apart(trained: Trained, kind: str) -> None:
    assert hashes(trained.file(0)) - hashes(trained.file(1, kind))


def cut_short(good: Path, place: Path) -> None:
    place.write_bytes(good.read_bytes()[: good.stat().st_size // 2])


def overwritten_within(good: Path, place: Path) -> None:
    data = bytearray(good.read_bytes())
    data[200 : len(data) // 2] = bytes(len(data) // 2 - 200)
    place.write_bytes(data)


def link(good: Path, place: Path) -> None:
    place.symlink_to(good)


def folder(_good: Path, place: Path) -> None:
    place.mkdir()


def empty(_good: Path, place: Path) -> None:
    place.touch()


def zip_of_nothing(_good: Path, place: Path) -> None:
    zipfile.ZipFile(place, "w").close()


def zip_of_an_empty_file(_good: Path, place: Path) -> None:
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr(arrays.MEMBER, b"")


def missing(_good: Path, _place: Path) -> None:
    """Make no file at all."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoil", [cut_short, overwritten_within])
def test_a_damaged_file_has_no_hashes(
    trained: Trained, tmp_path: Path, kind: str, spoil: Callable[[Path, Path], None]
) -> None:
    place = tmp_path / f"damaged.{kind}"
    spoil(trained.file(0, kind), place)
    assert arrays.hashes(place) is None


@pytest.mark.parametrize(
    "make", [link, folder, empty, zip_of_nothing, zip_of_an_empty_file, missing]
)
def test_what_is_no_file_of_weights_has_no_hashes(
    trained: Trained, tmp_path: Path, make: Callable[[Path, Path], None]
) -> None:
    make(trained.file(0), tmp_path / "best.h5")
    assert arrays.hashes(tmp_path / "best.h5") is None


def checkpoint(**settings: object) -> CallbackUsed:
    usual = {
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


def early_stopping(**settings: object) -> CallbackUsed:
    usual = {"monitor": "val_loss", "mode": "auto", "patience": 3, "restore_best_weights": False}
    return CallbackUsed(
        "EarlyStopping", own=False, is_class=False, is_callback=True, settings={**usual, **settings}
    )


def fit_of(
    *callbacks: CallbackUsed,
    accuracies: tuple[float, ...] = (0.7, 0.9, 0.8),
    told: tuple[tuple[str, ...], ...] = ((),) * EPOCHS,
    loss: tuple[float, ...] = (0.9, 0.4, 0.6),
) -> Fit:
    """A fit at line 10 of as many epochs as there are accuracies on validation pictures."""
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


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"mode": "max"},
        {"monitor": "val_loss"},
        {"monitor": "val_loss", "mode": "min"},
    ],
)
def test_a_checkpoint_of_the_best_validation_figure_is_taken(settings: dict[str, object]) -> None:
    item = checkpoint(**settings)
    assert require_checkpoint(fit_of(item)) is item


def test_a_checkpoint_by_another_name_is_taken() -> None:
    item = CallbackUsed(
        "KeepTheBest", own=True, is_class=False, is_callback=True, settings=checkpoint().settings
    )
    assert require_checkpoint(fit_of(early_stopping(), item)) is item


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
        ((checkpoint(save_best_only=False),), "every epoch overwrites the one before"),
        ((checkpoint(monitor="accuracy"),), "monitor a validation figure: val_accuracy or val_los"),
        ((checkpoint(monitor="loss"),), "how well the training pictures are known"),
        ((checkpoint(monitor="val_acc"),), "the logs hold val_accuracy, val_loss"),
        ((checkpoint(mode="min"),), "mode='min' with monitor='val_accuracy' keeps the worst"),
        (
            (checkpoint(monitor="val_loss", mode="max"),),
            "mode='max' with monitor='val_loss' keeps the worst",
        ),
    ],
)
def test_what_keeps_no_best_epoch_is_named(callbacks: tuple[CallbackUsed, ...], says: str) -> None:
    assert says in refusal(lambda: require_checkpoint(fit_of(*callbacks)))


@pytest.fixture
def training(tmp_path: Path) -> Training:
    """A box of which the record tells nothing; its work folder is empty."""
    for name in ("work", "tmp"):
        (tmp_path / name).mkdir()
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    work, tmp = tmp_path / "work", tmp_path / "tmp"
    return Training(TrainingRecord(), outcome, work, "/box/work", tmp, "/tmp")


@pytest.fixture
def ask(trained: Trained, training: Training) -> Callable[..., str]:
    """What is said of a mymodel.h5 that is the file of this epoch, by the first checkpoint."""

    def run(saved: int, *callbacks: CallbackUsed, **figures: tuple[float, ...]) -> str:
        shutil.copy(trained.file(saved), training.work / "mymodel.h5")
        used = callbacks or (checkpoint(),)
        fit = fit_of(*used, told=trained.told, **figures)
        return require_best_weights(training, fit, used[0])

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
        (2, "seen those of the last epoch (0.8000)"),
        (0, "seen those of epoch 1 (0.7000)"),
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
    assert "weights of no epoch of this training" in message


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
    with pytest.raises(NotRun, match="no history of val_precision"):
        ask(1, checkpoint(monitor="val_precision"))


@pytest.mark.parametrize(
    ("filepath", "name"),
    [
        ("best.weights.h5", "best.weights.h5"),
        ("kept/best.keras", "kept/best.keras"),
        ("/box/work/best.h5", "best.h5"),
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


def test_early_stopping_by_a_training_figure_judges_nothing(ask: Callable[..., str]) -> None:
    restores = early_stopping(monitor="accuracy", restore_best_weights=True)
    assert "those of epoch 1" in refusal(lambda: ask(0, checkpoint(), restores))


def test_a_model_that_is_its_own_checkpoint_proves_nothing(
    trained: Trained, training: Training
) -> None:
    shutil.copy(trained.file(0), training.work / "mymodel.h5")
    own = checkpoint(filepath="mymodel.h5", save_freq=10)
    others = (("another",),) * EPOCHS
    assert "weights of no epoch" in refusal(
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
