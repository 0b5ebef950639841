"""Everything known about one submission: its file, its training and its saved model."""

from __future__ import annotations

import ast
import math
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from grader.problem import MODEL_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.datasets.layout import DataSet
    from grader.model_file.findings import ModelFacts
    from grader.model_file.predictor import Predictions
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.training.function_call import Alone
    from grader.training.record import Fit, TrainingRecord
    from grader.training.run import Training


# How far above chance an accuracy must be. Random guesses exceed 3 standard deviations once in 700
# times. Untrained networks do better than guesses: the best of 240 covered a tenth of the distance
# from chance to 1 on Fashion-MNIST, and a fifth on the 128 images of horses and humans.
DEVIATIONS = 3
UNTRAINED = 0.2
# Ten times the size of course files. A rule may search the complete tree once for each node.
MOST_NODES = 10_000


@dataclass(frozen=True)
class Scored:
    """Predictions of a saved model for one set of images, (images, outputs), and their accuracy."""

    name: str
    predictions: Predictions
    accuracy: float

    @property
    def count(self) -> int:
        """Number of predicted images."""
        return len(self.predictions)


@dataclass(frozen=True)
class SavedModel:
    """A saved model: facts about its file, and its predictions.

    `scale` is a name of predictor.SCALES: the pixel scale at which the model is most accurate on
    training images. `tried` holds the accuracy at each scale; for a model of few classes, with the
    class order that fits its predictions best. `file` is the file name that the learner chose.
    """

    facts: ModelFacts
    input_shape: tuple[int | None, ...]
    scale: str
    tried: Mapping[str, float]
    sets: Mapping[str, Scored] = field(default_factory=dict)
    file: str = MODEL_FILE

    @property
    def has_learnt(self) -> bool:
        """Whether it predicts the training images better than guessing or an untrained model does.

        False where there are too few images for the accuracy to mean anything.
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
    """One submission under assessment.

    `model` is the saved model that the exam accepts. Where `training_if_any` or `model` is None,
    `missing` says why. `instead` is the trained model where it was not saved in the form that the
    exam accepts: mistakes are searched in it, but no check grades it. `alone` calls single
    functions of the submission in their own sandbox. `causes` maps each aspect to the id of the
    mistake that explains a failed check.
    """

    problem: Problem
    dataset: DataSet
    submission: Submission
    training_if_any: Training | None = None
    model: SavedModel | None = None
    missing: Mapping[str, str] = field(default_factory=dict)
    alone: Alone | None = None
    instead: SavedModel | None = None
    causes: Mapping[str, str] = field(default_factory=dict)

    @property
    def training(self) -> Training:
        """The training; raises LookupError if a model was submitted without one."""
        if self.training_if_any is None:
            raise LookupError("this submission was not trained")
        return self.training_if_any

    @property
    def record(self) -> TrainingRecord:
        """The training record: what the guest reported."""
        return self.training.record

    @cached_property
    def tree(self) -> ast.Module:
        """Syntax tree of the program; empty if it cannot be parsed or is too large."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(self.submission.program)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module([], [])
        is_read = all(number < MOST_NODES for number, _ in enumerate(ast.walk(tree)))
        return tree if is_read else ast.Module([], [])

    @property
    def main_fit(self) -> Fit | None:
        """The fit that trained the saved model, else the last fit; None without a fit."""
        return self.record.main_fit(self.model_name)

    @property
    def was_trained(self) -> bool:
        """Whether fit trained for an epoch or stopped with an error, or a saved model has learnt.

        A custom training loop shows only in its saved model.
        """
        fits = self.record.fits if self.training_if_any is not None else ()
        tried = any(fit.epochs or not fit.finished for fit in fits)
        return tried or (self.model is not None and self.model.has_learnt)

    @property
    def trained_model(self) -> SavedModel | None:
        """The saved model, else the model that was trained but not saved for the exam."""
        return self.model or self.instead

    @property
    def model_facts(self) -> ModelFacts | None:
        """Facts about the file of the trained model; None without a file."""
        return self.trained_model.facts if self.trained_model else None

    @property
    def model_name(self) -> str:
        """The file name of the trained model."""
        return PurePath(self.instead.file).name if not self.model and self.instead else MODEL_FILE

    @property
    def accuracy(self) -> Mapping[str, float]:
        """Measured accuracy of the trained model for each set; empty without a model."""
        sets = self.trained_model.sets if self.trained_model else {}
        return {name: scored.accuracy for name, scored in sets.items()}

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The required accuracies on this kind of data."""
        return self.problem.thresholds[self.dataset.kind]

    @property
    def is_weak(self) -> bool:
        """Whether the trained model is below the required accuracy on held-out images."""
        measured = self.accuracy.get("held-out")
        return measured is not None and measured < self.thresholds.get("held_out_accuracy", 0)

    def place(self, line: int) -> str:
        """Return the text for a line: "line 57", or "line 5 of cell 3" in a notebook."""
        return f"line {self.submission.at(line)}"

    def code(self, line: int) -> str:
        """Return one line of the program, as the learner wrote it."""
        return self.submission.line(line)
