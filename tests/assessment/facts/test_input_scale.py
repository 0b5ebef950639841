"""Pixels that were scaled, not scaled, or scaled twice: by what fit was fed, or by trying."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.assessment.checks.outcomes import CheckFailed, NotRun
from grader.assessment.checks.requirements import require_one_scale, require_scaled_pixels
from grader.assessment.evidence import SavedModel, Scored
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import Feed, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of
from tests.submission.test_unjudged import FACTS

if TYPE_CHECKING:
    from pathlib import Path


def fed(folder: Path, low: float, high: float) -> Training:
    fit = replace(fit_of(), training=Feed("ndarray", low=low, high=high))
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    return Training(TrainingRecord(fits=(fit,)), outcome, folder, "/box/inside", folder, "/tmp")


def best_at(scale: str, best: float = 0.9, outputs: int = 10, count: int = 2000) -> SavedModel:
    others = min(best, 1 / max(2, outputs))
    tried = dict.fromkeys(("0-1", "0-255", "-1-1", "0-0.004"), others)
    answers = np.full((count, outputs), 0.5, np.float32)
    sets = {"training": Scored("training", answers, best)}
    return SavedModel(FACTS, (None, 28, 28), scale, {**tried, scale: best}, sets)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 1.0), (0.0, 0.6), (-0.2, 1.4)])
def test_pixels_that_were_scaled_once_pass(tmp_path: Path, low: float, high: float) -> None:
    assert require_scaled_pixels(fed(tmp_path, low, high), None).startswith("pixels from")


@pytest.mark.parametrize(
    ("low", "high", "advice"),
    [
        (0.0, 255.0, "divide by 255.0, or give"),
        (0.0, 1 / 255, "divide by 255.0 only once"),
        (0.0, 2.0, "scale only with / 255.0"),
        (-2.1, 2.4, "scale only with / 255.0"),
    ],
)
def test_pixels_of_another_range_are_named_with_the_mend(
    tmp_path: Path, low: float, high: float, advice: str
) -> None:
    with pytest.raises(CheckFailed) as refused:
        require_scaled_pixels(fed(tmp_path, low, high), None)
    assert advice in str(refused.value)


@pytest.mark.parametrize("scale", ["0-1", "-1-1"])
def test_a_model_alone_that_works_with_scaled_pixels_passes(scale: str) -> None:
    assert require_scaled_pixels(None, best_at(scale)).startswith(f"works with pixels {scale};")


@pytest.mark.parametrize(
    ("scale", "advice"),
    [("0-255", "divide by 255.0, or give"), ("0-0.004", "divide by 255.0 only once")],
)
def test_a_model_alone_that_works_with_other_pixels_is_told(scale: str, advice: str) -> None:
    with pytest.raises(CheckFailed) as refused:
        require_scaled_pixels(None, best_at(scale))
    assert advice in str(refused.value)


SCALES = ["0-1", "-1-1", "0-255", "0-0.004"]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("best", "outputs", "count"),
    # The best that 60 untrained networks reached on each kind of training images, and guesses.
    [(0.192, 10, 2000), (0.594, 1, 128), (0.38, 3, 192), (0.63, 2, 128), (0.1, 10, 2000)],
)
def test_a_model_that_has_learnt_nothing_tells_nothing_of_its_scale(
    scale: str, best: float, outputs: int, count: int
) -> None:
    model = best_at(scale, best, outputs, count)
    assert not model.has_learnt
    with pytest.raises(NotRun, match="too close to chance to tell"):
        require_scaled_pixels(None, model)


@pytest.mark.parametrize(
    ("best", "outputs", "count"), [(0.3, 10, 2000), (0.7, 1, 128), (0.5, 3, 192)]
)
def test_a_weak_model_that_has_learnt_something_tells_its_scale(
    best: float, outputs: int, count: int
) -> None:
    model = best_at("0-1", best, outputs, count)
    assert require_scaled_pixels(None, model).startswith("works with pixels 0-1;")


def test_a_few_images_tell_nothing_however_right_the_answers_are() -> None:
    assert not best_at("0-1", 1.0, 1, 4).has_learnt


RESCALES = replace(best_at("0-1"), facts=replace(FACTS, has_rescaling=True))


@pytest.mark.parametrize(
    ("high", "factors"),
    [(255.0, (1 / 255,)), (1.0, (2.0,)), (1.0, (1.0,)), (1.0, (255.0, 1 / 127.5))],
)
def test_a_model_that_rescales_what_it_gets_passes(
    tmp_path: Path, high: float, factors: tuple[float, ...]
) -> None:
    record = fed(tmp_path, 0.0, high).record
    fit = replace(record.fits[0], rescaling=factors)
    training = replace(fed(tmp_path, 0.0, high), record=replace(record, fits=(fit,)))
    assert require_scaled_pixels(training, RESCALES) == "rescaled in the model"


def test_a_model_that_rescales_what_is_scaled_already_is_told(tmp_path: Path) -> None:
    record = fed(tmp_path, 0.0, 1.0).record
    fit = replace(record.fits[0], rescaling=(1 / 255,))
    training = replace(fed(tmp_path, 0.0, 1.0), record=replace(record, fits=(fit,)))
    with pytest.raises(CheckFailed) as refused:
        require_scaled_pixels(training, RESCALES)
    assert "pixels up to 1, and Rescaling reduces them to 0.0039" in str(refused.value)


def validated(folder: Path, high: float, other: float) -> Training:
    record = fed(folder, 0.0, high).record
    fit = replace(record.fits[0], validation=Feed("ndarray", low=0.0, high=other))
    return replace(fed(folder, 0.0, high), record=replace(record, fits=(fit,)))


def test_validation_images_that_were_not_scaled_are_told(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed) as refused:
        require_one_scale(validated(tmp_path, 1.0, 255.0), best_at("0-1"))
    assert "pixels up to 1 in training and 255 in validation" in str(refused.value)


@pytest.mark.parametrize(("high", "other"), [(1.0, 1.0), (1.4, 1.0), (255.0, 255.0), (1.0, 0.7)])
def test_pixels_of_one_scale_are_not_spoken_of(tmp_path: Path, high: float, other: float) -> None:
    require_one_scale(validated(tmp_path, high, other), best_at("0-1"))


def test_training_images_that_were_not_scaled_are_told(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed) as refused:
        require_one_scale(validated(tmp_path, 255.0, 1.0), best_at("0-255"))
    assert "scale the training images too" in refused.value.fix


@pytest.mark.parametrize(("high", "other"), [(1.0, 255.0), (255.0, 1.0)])
def test_a_model_that_rescales_is_fed_both_as_they_are(
    tmp_path: Path, high: float, other: float
) -> None:
    require_one_scale(validated(tmp_path, 255.0, 255.0), RESCALES)
    with pytest.raises(CheckFailed) as refused:
        require_one_scale(validated(tmp_path, high, other), RESCALES)
    assert "pass both unscaled" in refused.value.fix
