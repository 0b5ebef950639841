"""Pictures kept for validation must not flow into a fit of the model that is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.assessment.facts.validation_split import require_kept_back
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import Feed, FileUse, Fit, Loader, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of, refusal

if TYPE_CHECKING:
    from pathlib import Path

KIND = "image_dataset_from_directory"


def loader(number: int, *names: str, subset: str = "") -> Loader:
    files = tuple(f"/box/inside/data/rps/{name}.png" for name in names)
    count, classes = len(files), {"rock": 0, "paper": 1}
    place = "/box/inside/data/rps"
    return Loader(
        number, KIND, 3 + number, place, classes, count, (), "int", subset, None, (), files=files
    )


TRAINING = loader(1, "rock/1", "paper/1", subset="training")
KEPT = loader(2, "rock/2", "paper/2", subset="validation")
WHOLE = loader(3, "rock/1", "paper/1", "rock/2", "paper/2")


def fit(number: int, *loaders: Loader, model: int = 1) -> Fit:
    feed = Feed("dataset", loaders=tuple(each.id for each in loaders))
    return replace(fit_of(), number=number, line=20 + number, training=feed, model_number=model)


def trained(folder: Path, *fits: Fit) -> Training:
    files = (FileUse("save", "mymodel.h5", fits[-1].number, 40),)
    record = TrainingRecord(fits=fits, loaders=(TRAINING, KEPT, WHOLE), files=files)
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    return Training(record, outcome, folder, "/box/inside", folder, "/tmp")


def test_a_fit_on_the_other_part_passes(tmp_path: Path) -> None:
    require_kept_back(trained(tmp_path, fit(1, TRAINING)), KEPT, "validation", "")


def test_both_parts_joined_are_told(tmp_path: Path) -> None:
    training = trained(tmp_path, fit(1, TRAINING, KEPT))
    message = refusal(lambda: require_kept_back(training, KEPT, "validation", ""))
    assert "the loader at line 5 brings 2 of them into the fit at line 21" in message


def test_an_earlier_fit_of_the_same_model_counts(tmp_path: Path) -> None:
    training = trained(tmp_path, fit(1, WHOLE), fit(2, TRAINING))
    message = refusal(lambda: require_kept_back(training, KEPT, "validation", ""))
    assert "the loader at line 6 brings 2 of them into the fit at line 21" in message


def test_an_earlier_fit_of_another_model_does_not(tmp_path: Path) -> None:
    training = trained(tmp_path, fit(1, WHOLE, model=2), fit(2, TRAINING))
    require_kept_back(training, KEPT, "validation", "")


@pytest.mark.parametrize("cut", ["whole.skip(2)", "tf.keras.utils.split_dataset(whole, 0.5)"])
def test_a_set_that_the_file_divides_by_itself_tells_nothing(tmp_path: Path, cut: str) -> None:
    training = trained(tmp_path, fit(1, WHOLE))
    require_kept_back(training, KEPT, "validation", cut)
