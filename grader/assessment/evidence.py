"""What the checks of one submission may look at, gathered before the first of them runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.datasets.layout import DataSet
    from grader.model_file.findings import ModelFacts
    from grader.model_file.predictor import Predictions
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.training.function_call import Alone
    from grader.training.run import Training


# How far beyond chance an accuracy must be: guesses on so many images exceed 3 deviations once in
# 700 times. The features of untrained networks are not guesses: the best of 240 came a tenth of
# the way from chance to 1 on Fashion-MNIST, a fifth on the 128 images of horses and humans.
DEVIATIONS = 3
UNTRAINED = 0.2


@dataclass(frozen=True)
class Scored:
    """A saved model's answers to one set of pictures, (pictures, outputs), and their accuracy."""

    name: str
    predictions: Predictions
    accuracy: float

    @property
    def count(self) -> int:
        """How many pictures were answered."""
        return len(self.predictions)


@dataclass(frozen=True)
class SavedModel:
    """The saved model: the facts of its file, and what it answers.

    `scale` tells how pixels were given to it, a name of predictor.SCALES: the one at which it is
    most accurate on training pictures; `tried` holds that accuracy of each, for a model of few
    classes in the order that suits its answers best. `file` is what the learner calls it.
    """

    facts: ModelFacts
    input_shape: tuple[int | None, ...]
    scale: str
    tried: Mapping[str, float]
    sets: Mapping[str, Scored] = field(default_factory=dict)
    file: str = "mymodel.h5"

    @property
    def has_learnt(self) -> bool:
        """Whether it answers the training images better than guessing or an untrained model does.

        False where they are too few to tell: then nothing follows from its accuracy.
        """
        answers = self.sets.get("training")
        if answers is None or not answers.count:
            return False
        chance = 1 / max(2, answers.predictions.shape[1])
        deviation = math.sqrt(chance * (1 - chance) / answers.count)
        beyond = max(DEVIATIONS * deviation, UNTRAINED * (1 - chance))
        return bool(max(self.tried.values(), default=0.0) > chance + beyond)


@dataclass(frozen=True)
class Evidence:
    """One submission under marking. Where `training` or `model` is None, `missing` says why.

    `alone` calls single functions of the submission in a box of their own.
    """

    problem: Problem
    dataset: DataSet
    submission: Submission
    training: Training | None = None
    model: SavedModel | None = None
    missing: Mapping[str, str] = field(default_factory=dict)
    alone: Alone | None = None

    @property
    def was_trained(self) -> bool:
        """Whether fit trained a model for an epoch or was stopped by an error, or a model learnt.

        A training loop of the submission's own is known by its saved model alone.
        """
        fits = self.training.record.fits if self.training is not None else ()
        tried = any(fit.epochs or not fit.finished for fit in fits)
        return tried or (self.model is not None and self.model.has_learnt)

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The accuracies to reach on this kind of data."""
        return self.problem.thresholds[self.dataset.kind]
