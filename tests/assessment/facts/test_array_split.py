"""Arrays of a submission's own: how many there may be, and what fit keeps of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.assessment.checks.outcomes import HANDMADE, CheckFailed
from grader.assessment.facts.array_split import require_own_share, splits_its_arrays
from grader.assessment.facts.loaders import FolderTask, require_total
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import Feed, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of

TRAINING = FolderTask("training", "data/horse-or-human", {"horses": 500, "humans": 527})
VALIDATION = FolderTask("validation", "data/validation", {"horses": 128, "humans": 128})


def fed(count: int) -> Feed:
    return Feed("array", count=count)


def divided(**about: Any) -> str:
    """What is said of a fit that divides its arrays by itself."""
    fit = replace(fit_of(), **{"training": fed(1027), "validation": None, **about})
    outcome, here = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0), Path("/nowhere")
    training = Training(TrainingRecord(fits=(fit,)), outcome, here, "/box", here, "/tmp")
    return require_own_share(training, fit, 0.2, TRAINING)


@pytest.mark.parametrize("count", [1027, 1527, 2 * 1027, 3 * 1027 + 32])
def test_varied_copies_of_all_training_images_are_all_of_them(count: int) -> None:
    assert require_total(fed(count), TRAINING) == HANDMADE


@pytest.mark.parametrize("count", [500, 1026])
def test_some_of_them_are_not(count: int) -> None:
    with pytest.raises(CheckFailed, match=f"{count:,}"):
        require_total(fed(count), TRAINING)


def test_validation_images_need_no_copies() -> None:
    with pytest.raises(CheckFailed):
        require_total(fed(512), VALIDATION)


def test_the_share_that_fit_keeps_is_the_one_that_is_asked_for() -> None:
    assert divided(kept_back=0.2) == HANDMADE
    with pytest.raises(CheckFailed) as error:
        divided(kept_back=0.4)
    assert error.value.actual.endswith("got validation_split=0.4")


def test_arrays_that_fit_divides_are_all_images_of_the_folder() -> None:
    with pytest.raises(CheckFailed, match="fit got 300"):
        divided(kept_back=0.2, training=fed(300))


def test_what_fit_keeps_of_arrays_is_of_all_classes() -> None:
    with pytest.raises(CheckFailed) as error:
        divided(kept_back=0.2, kept_classes=1)
    assert "takes the end of the arrays" in error.value.actual
    assert "np.random.permutation" in error.value.fix


def test_a_validation_figure_of_a_callback_is_no_split() -> None:
    fit = replace(fit_of(), validation=None)
    assert not splits_its_arrays(fit)
    assert splits_its_arrays(replace(fit, kept_back=0.2))
