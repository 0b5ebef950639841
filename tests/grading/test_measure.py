"""At which scale a model is asked, if it has the classes in another order than the task."""

from __future__ import annotations

import numpy as np
import pytest

from grader.grading.measure import _best_order
from grader.model_file.findings import ModelFacts


def facts(outputs: int) -> ModelFacts:
    return ModelFacts(
        bytes=1,
        sha256="0" * 64,
        keras_version="3.15.1",
        class_name="Sequential",
        input_shape=(None, 4),
        output_shape=(None, outputs),
        parameters=1,
        layers=("Dense",),
        output_activation="softmax" if outputs > 1 else "sigmoid",
        has_rescaling=False,
        dtype="float32",
    )


LABELS = (0, 1, 2, 0, 1, 2)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 0, 2]])
def test_a_model_that_parts_the_classes_is_known_in_any_order(order: list[int]) -> None:
    answers = np.eye(3, dtype="float32")[list(LABELS)][:, order]
    assert _best_order(answers, LABELS, facts(3)) == 1.0


def test_one_answer_for_all_parts_nothing() -> None:
    answers = np.tile(np.array([[0.1, 0.8, 0.1]], dtype="float32"), (6, 1))
    assert _best_order(answers, LABELS, facts(3)) == pytest.approx(1 / 3)


def test_one_output_is_known_the_other_way_round() -> None:
    answers = np.array([[0.9], [0.1], [0.8]], dtype="float32")
    assert _best_order(answers, (0, 1, 0), facts(1)) == 1.0
