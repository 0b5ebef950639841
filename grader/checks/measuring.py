"""A model's file, looked at and asked in a box: what it answers, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.evidence import MarkedModel, Scored
from grader.diagnosis import faults
from grader.model_file.facts import RefusedModel, UnsafeModel
from grader.model_file.precheck import examine
from grader.model_file.predictor import SCALES, PredictionFailed, score
from grader.submission import LARGEST_MODEL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.datasets.pictures import PictureSet
    from grader.model_file.predictor import Predictor
    from grader.report import Fault
    from grader.training.run import Training

BARELY_KNOWN = 0.6  # accuracy on two classes


def measure(
    path: Path,
    name: str,
    training: Training | None,
    predictor: Predictor,
    known: Mapping[str, PictureSet],
) -> tuple[MarkedModel | None, Fault | None]:
    """The model's answers to the sets known, or what is wrong with its file.

    `name` is what the learner calls the file; `training` saved it, or is None where it was handed
    in as it is.
    """
    try:
        facts = examine(path, LARGEST_MODEL)
        predictor.take(path)
        # The scale is found on training pictures: held-out ones must not help to choose.
        sample = known["training"]
        tried = predictor.predict([sample], SCALES)
        accuracy = {s: score(tried["training", s], sample.labels, facts) for s in SCALES}
        single = next(iter(tried.values())).shape[1] == 1
        # At its own scale a model that has the classes the wrong way round is the surest of them.
        reversed_classes = single and max(accuracy.values()) < BARELY_KNOWN
        best = max(SCALES, key=lambda s: 1 - accuracy[s] if reversed_classes else accuracy[s])
        rest = [each for each in known.values() if each is not sample]
        answers = {**tried, **predictor.predict(rest, [best])}
    except UnsafeModel as error:
        return None, faults.of_model("UnsafeModel", error.reason, error.advice, name)
    except RefusedModel as error:
        if training is None:
            return None, faults.of_model("UnreadableModel", error.reason, error.advice, name)
        return None, faults.of_file(training, error.reason, error.advice)
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
    return MarkedModel(facts, facts.input_shape or loaded, best, accuracy, scored, name), None
