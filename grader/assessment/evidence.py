"""Everything that is known about one submission: its file, its training, its saved model."""

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


# How far beyond chance an accuracy must be: guesses on so many images exceed 3 deviations once in
# 700 times. The features of untrained networks are not guesses: the best of 240 came a tenth of
# the way from chance to 1 on Fashion-MNIST, a fifth on the 128 images of horses and humans.
DEVIATIONS = 3
UNTRAINED = 0.2
# Ten times what course files have; a rule may look at the whole tree for each of its nodes.
MOST_NODES = 10_000


@dataclass(frozen=True)
class Scored:
    """Predictions of a saved model for one set of images, (images, outputs), and their accuracy."""

    name: str
    predictions: Predictions
    accuracy: float

    @property
    def count(self) -> int:
        """How many images were predicted."""
        return len(self.predictions)


@dataclass(frozen=True)
class SavedModel:
    """A saved model: the facts of its file, and what it predicts.

    `scale` is how pixels were given to it, a name of predictor.SCALES: the one at which it is
    most accurate on training images; `tried` holds that accuracy of each, for a model of few
    classes in the order that suits its predictions best. `file` is the learner's name for it.
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
    """One submission under assessment.

    `model` is the saved model that the exam takes. Where `training_if_any` or `model` is None,
    `missing` says why. `instead` is the model that was trained, where it was not saved as the exam
    takes it: mistakes are looked for in it, no check judges it. `alone` calls single functions of
    the submission in a sandbox of their own. `causes` holds, by aspect, the id of the mistake that
    explains a check that fails.
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
        """The training; raises LookupError where a model was submitted without one."""
        if self.training_if_any is None:
            raise LookupError("this submission was not trained")
        return self.training_if_any

    @property
    def record(self) -> TrainingRecord:
        """What the guest reported about the training."""
        return self.training.record

    @cached_property
    def tree(self) -> ast.Module:
        """The program that ran; empty where it cannot be parsed as a whole, or is too large."""
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
        """The fit that trained the saved model, else the last one; None without any."""
        return self.record.main_fit(self.model_name)

    @property
    def was_trained(self) -> bool:
        """Whether fit trained a model for an epoch or was stopped by an error, or a model learnt.

        A training loop of the submission's own is known by its saved model alone.
        """
        fits = self.record.fits if self.training_if_any is not None else ()
        tried = any(fit.epochs or not fit.finished for fit in fits)
        return tried or (self.model is not None and self.model.has_learnt)

    @property
    def trained_model(self) -> SavedModel | None:
        """The saved model, else the one that was trained."""
        return self.model or self.instead

    @property
    def model_facts(self) -> ModelFacts | None:
        """What the file of the trained model tells; None where there is no file."""
        return self.trained_model.facts if self.trained_model else None

    @property
    def model_name(self) -> str:
        """The file name of the trained model."""
        return PurePath(self.instead.file).name if not self.model and self.instead else MODEL_FILE

    @property
    def accuracy(self) -> Mapping[str, float]:
        """The measured accuracy of the trained model by set; empty without a model."""
        sets = self.trained_model.sets if self.trained_model else {}
        return {name: scored.accuracy for name, scored in sets.items()}

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The accuracies to reach on this kind of data."""
        return self.problem.thresholds[self.dataset.kind]

    @property
    def is_weak(self) -> bool:
        """Whether the trained model misses the accuracy on held-out images that is asked for."""
        measured = self.accuracy.get("held-out")
        return measured is not None and measured < self.thresholds.get("held_out_accuracy", 0)

    def place(self, line: int) -> str:
        """A line of the program in words: "line 57", or "line 5 of cell 3" in a notebook."""
        return f"line {self.submission.at(line)}"

    def code(self, line: int) -> str:
        """One line of the program, as the learner wrote it."""
        return self.submission.line(line)
