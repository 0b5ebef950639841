"""All that a diagnosis may look at: the file as it reads, and what its training did."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from grader.problem import MODEL_FILE
from grader.report import Finding

# Ten times what course files have; a rule may look at the whole tree for each of its nodes.
MOST_NODES = 10_000

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.datasets.layout import DataSet
    from grader.model_file.findings import ModelFacts
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.training.record import Fit
    from grader.training.run import Training


@dataclass(frozen=True)
class Clues:
    """One submission after its training.

    `model` are the facts of its saved file, None where there is none; `tried` the accuracy on
    training pictures at each scale of the pixels, `accuracy` that on each set, as measured by the
    grader itself. `file` is the name of that file, which may be another one than the exam takes.
    """

    problem: Problem
    dataset: DataSet
    submission: Submission
    training: Training
    model: ModelFacts | None
    tried: Mapping[str, float]
    accuracy: Mapping[str, float]
    file: str = MODEL_FILE

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
        record = self.training.record
        saved = [f.fit for f in record.files if f.what == "save" and f.path.endswith(self.file)]
        chosen = [fit for fit in record.fits if saved and fit.number == saved[-1]]
        return next(reversed(chosen or list(record.fits)), None)

    @property
    def is_weak(self) -> bool:
        """Whether the saved model misses the accuracy on held-out pictures that is asked for."""
        asked = self.problem.thresholds[self.dataset.kind].get("held_out_accuracy", 0)
        measured = self.accuracy.get("held-out")
        return measured is not None and measured < asked

    def place(self, line: int) -> str:
        """A line of the program in words: "line 57", or "line 5 of cell 3" in a notebook."""
        return f"line {self.submission.at(line)}"

    def code(self, line: int) -> str:
        """One line of the program, as the learner wrote it."""
        return self.submission.line(line)

    def finding(self, rule: str, line: int, *, expected: str, actual: str, fix: str) -> Finding:
        """A mistake at a line of the program that ran, told as the learner knows the place."""
        place = self.submission.at(line)
        name = self.submission.path.name
        code = self.submission.line(line)
        return Finding(rule, name, place.inner, code, expected, actual, fix, place.cell)
