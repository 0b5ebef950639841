"""Measure a model file: inspect it, predict in a sandbox, and score the predictions."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from grader.assessment.evidence import SavedModel, Scored
from grader.assessment.mistakes import faults
from grader.model_file.findings import RefusedModel, UnsafeModel
from grader.model_file.inspection import examine
from grader.model_file.predictor import SCALES, PredictionFailed, score
from grader.submission import LARGEST_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.datasets.image_sets import ImageSet
    from grader.model_file.findings import ModelFacts
    from grader.model_file.predictor import Predictions, Predicts
    from grader.report import Fault
    from grader.training.run import Training

LOW_ACCURACY = 0.6  # on two or three classes
MAX_REORDERED = 4  # outputs; more have too many orders to try


def measure(
    path: Path,
    name: str,
    training: Training | None,
    predictor: Predicts,
    known: Mapping[str, ImageSet],
) -> tuple[SavedModel | None, Fault | None]:
    """Return the model with its predictions on the given sets, or the fault of its file.

    `name` is the learner's name of the file. `training` saved it; None for a submitted model.
    """
    try:
        facts = examine(path, LARGEST_MODEL)
        predictor.take(path)
        # Choose the pixel scale on training images: held-out ones must not influence it.
        sample = known["training"]
        tried = predictor.predict([sample], SCALES)
        accuracy = {s: score(tried["training", s], sample.labels, facts) for s in SCALES}
        likely = accuracy
        if max(accuracy.values()) < LOW_ACCURACY:
            # The model may have the classes in another order.
            likely = {s: _best_order(tried["training", s], sample.labels, facts) for s in SCALES}
        best = max(SCALES, key=lambda s: likely[s])
        rest = [each for each in known.values() if each is not sample]
        answers = {**tried, **predictor.predict(rest, [best])}
    except UnsafeModel as error:
        return None, faults.of_model("UnsafeModel", error.reason, error.fix, name)
    except RefusedModel as error:
        if training is None:
            return None, faults.of_model("UnreadableModel", error.reason, error.fix, name)
        return None, faults.of_file(training, error.reason, error.fix)
    except PredictionFailed as error:
        reason, advice = faults.prediction(error.kind, str(error))
        return None, faults.of_model("PredictionFailed", reason, advice, name)
    scored = {
        each.name: Scored(
            each.name,
            answers[each.name, best],
            score(answers[each.name, best], each.labels, facts),
        )
        for each in known.values()
    }
    loaded = predictor.loaded.input_shape if predictor.loaded else ()
    return SavedModel(facts, facts.input_shape or loaded, best, likely, scored, name), None


def _best_order(answers: Predictions, labels: tuple[int, ...], facts: ModelFacts) -> float:
    """Return the accuracy of predictions (images, outputs) in the best order of classes."""
    outputs = answers.shape[1]
    if outputs == 1:
        return 1 - score(answers, labels, facts)
    if outputs > MAX_REORDERED:
        return score(answers, labels, facts)
    orders = (list(order) for order in permutations(range(outputs)))
    return max(score(answers[:, order], labels, facts) for order in orders)
