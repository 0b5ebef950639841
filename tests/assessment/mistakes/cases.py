"""Evidence made by hand: a program, and what a record, a disk and a model would tell of it."""

from __future__ import annotations

import functools
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.assessment.evidence import Evidence, SavedModel, Scored
from grader.catalog import BUILT_IN
from grader.datasets.layout import DataSet
from grader.sandbox.plan import Ending, Outcome
from grader.submission import Submission
from grader.training.record import CallbackUsed, Epoch, Feed, FileUse, Fit, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of as plain_fit
from tests.submission.test_unjudged import FACTS

if TYPE_CHECKING:
    from grader.assessment.mistakes.registry import Rule
    from grader.report import Mistake

NOWHERE = Path("/nowhere")
# The logs of two epochs that have learnt something, and not enough.
LEARNT = ({"accuracy": 0.7, "loss": 0.9}, {"accuracy": 0.8, "loss": 0.5})

_problem = functools.cache(BUILT_IN.load)


@dataclass(frozen=True)
class Case:
    """A program's text, and the record that goes with it."""

    text: str
    record: TrainingRecord = field(default_factory=TrainingRecord)
    problem: str = "problem1"
    weak: bool = True
    saved: bool = True
    folder: Path = NOWHERE

    @property
    def evidence(self) -> Evidence:
        text = textwrap.dedent(self.text).lstrip("\n")
        outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
        work, tmp = self.folder / "work", self.folder / "tmp"
        return Evidence(
            _problem(self.problem),
            DataSet("data", "sample", self.folder / "data"),
            Submission(Path("mine.py"), text.encode(), text),
            Training(self.record, outcome, work, "/box/work", tmp, "/tmp"),
            self._model() if self.saved else None,
        )

    def _model(self) -> SavedModel:
        """A saved model, which scales as the trained one did, and its held-out accuracy."""
        accuracy = 0.1 if self.weak else 0.99
        answers = np.full((1, 10), 0.1, np.float32)
        scored = {"held-out": Scored("held-out", answers, accuracy)}
        facts = replace(FACTS, has_rescaling=any(fit.rescaling for fit in self.record.fits))
        return SavedModel(facts, (None, 28, 28), "0-1", {}, scored)

    def found(self, rule: Rule) -> list[Mistake]:
        return list(rule(self.evidence))


def said_by(rule: Rule, case: Case) -> tuple[int, str]:
    """The line and all words of the only finding."""
    (found,) = case.found(rule)
    assert found.id == rule.id
    return found.line, f"{found.expected}; {found.actual}; {found.fix}"


def fit(*logs: dict[str, float], **about: Any) -> Fit:
    """A finished fit at line 10 of an epoch for each of these logs."""
    epochs = tuple(Epoch(number, each, 1.0) for number, each in enumerate(logs))
    values = {"epochs_asked": len(epochs), "finished": True, "compiled": 9, "model_number": 1}
    return replace(plain_fit(), epochs=epochs, **{**values, **about})


def record(*fits: Fit, files: tuple[FileUse, ...] = ()) -> TrainingRecord:
    return TrainingRecord(fits=fits, files=files)


def fed(low: float, high: float, **about: Any) -> Feed:
    return Feed("array", low=low, high=high, **about)


def own(name: str) -> CallbackUsed:
    return CallbackUsed(name, own=True, is_class=False, is_callback=True)


def saved(fit_number: int, **about: Any) -> FileUse:
    """The save of mymodel.h5 at line 20."""
    return replace(FileUse("save", "mymodel.h5", fit_number, 20, model=1, fits=1), **about)
