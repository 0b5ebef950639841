"""A submission of a few lines and the error that ended it, as a diagnosis is given them."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import TYPE_CHECKING

from grader.assessment.evidence import Evidence
from grader.assessment.mistakes.errors import name_error
from grader.datasets.layout import DataSet
from grader.problem_format import Data
from grader.sandbox.plan import Ending, Outcome
from grader.submission import Submission
from grader.training.record import (
    CallbackUsed,
    Epoch,
    Feed,
    Fit,
    Frame,
    Loader,
    Raised,
    TrainingRecord,
)
from grader.training.run import Training
from tests.problems.build import a_problem

if TYPE_CHECKING:
    from grader.problem import Problem

HERE = "#<"  # ends the line that raises
NOWHERE = Path("nowhere")
PROBLEM = a_problem(data=Data(set="rps"), points={})
ENDED = Outcome(Ending.EXITED, 1, 0, 1.0, 0, "", 0, 0)


def fit(
    *layers: str,
    loss: str = "categorical_crossentropy",
    logs: str = "accuracy loss",
    training: Feed | None = None,
    passed: tuple[CallbackUsed, ...] = (),
    from_logits: bool = False,
) -> Fit:
    epochs = (Epoch(0, dict.fromkeys(logs.split(), 0.5), 1.0),) if logs else ()
    return Fit(
        1, 3, "Sequential", layers, 5, 0, "Adam", 0.001, loss, ("accuracy",), passed, training,
        None, epochs, from_logits=from_logits,
    )  # fmt: skip


def loader(directory: str, count: int = 100, kind: str = "flow_from_directory") -> Loader:
    classes = {"horses": 0, "humans": 1}
    return Loader(
        1, kind, 2, directory, classes, count, (100, 100), "categorical", "", None, ()
    )  # fmt: skip


def fed() -> Feed:
    return Feed("DirectoryIterator", loaders=(1,), shape=(100, 100, 3))


def diagnose(
    code: str,
    kind: str,
    message: str,
    *fits: Fit,
    loaders: tuple[Loader, ...] = (),
    work: Path = NOWHERE,
    data: Path = NOWHERE,
    problem: Problem = PROBLEM,
) -> tuple[str, str]:
    """The rule that knows this error, and what it says; two empty texts if none does."""
    lines = code.strip("\n").split("\n")
    line = next((n for n, text in enumerate(lines, 1) if text.endswith(HERE)), 1)
    raised = Raised(kind, _bases(kind), message, (Frame("mine.py", line, "f", own=True),))
    seen = evidence(code, *fits, loaders=loaders, work=work, data=data, problem=problem)
    return name_error(seen, raised)


def evidence(
    code: str,
    *fits: Fit,
    loaders: tuple[Loader, ...] = (),
    work: Path = NOWHERE,
    data: Path = NOWHERE,
    problem: Problem = PROBLEM,
) -> Evidence:
    """A program, of which the record tells these fits and loaders."""
    lines = code.strip("\n").split("\n")
    text = "\n".join(each.removesuffix(HERE).rstrip() for each in lines)
    record = TrainingRecord(python="3.11", keras="3.15.1", fits=fits, loaders=loaders)
    training = Training(record, ENDED, work, "/box/inside", work / "tmp", "/tmp")
    source = Submission(Path("mine.py"), text.encode(), text)
    return Evidence(problem, DataSet("rps", "sample", data), source, training)


def _bases(kind: str) -> tuple[str, ...]:
    known = getattr(builtins, kind, ValueError)
    return kind, *(base.__name__ for base in known.__mro__)
