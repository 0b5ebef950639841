"""What the checks of one submission may look at, gathered before the first of them runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.datasets.layout import DataSet
    from grader.model_file.facts import ModelFacts
    from grader.model_file.predictions import Predictions
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.training.alone import Alone
    from grader.training.run import Training


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
class MarkedModel:
    """The saved model: the facts of its file, and what it answers.

    `scale` tells how pixels were given to it, a name of predictor.SCALES: the one at which it is
    most accurate on training pictures; `tried` holds that accuracy of each. `file` is what the
    learner calls it.
    """

    facts: ModelFacts
    input_shape: tuple[int | None, ...]
    scale: str
    tried: Mapping[str, float]
    sets: Mapping[str, Scored] = field(default_factory=dict)
    file: str = "mymodel.h5"


@dataclass(frozen=True)
class Evidence:
    """One submission under marking. Where `training` or `model` is None, `missing` says why.

    `alone` calls single functions of the submission in a box of their own.
    """

    problem: Problem
    dataset: DataSet
    submission: Submission
    training: Training | None = None
    model: MarkedModel | None = None
    missing: Mapping[str, str] = field(default_factory=dict)
    alone: Alone | None = None

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The accuracies to reach on this kind of data."""
        return self.problem.thresholds[self.dataset.kind]
