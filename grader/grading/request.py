"""The request of a grading: which file, on which data, in which sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.assessment.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.grading.pipeline import Sandboxes
    from grader.problem import Problem
    from grader.sandbox.interpreter import Interpreter
    from grader.sandbox.observations import Event
    from grader.sandbox.plan import SandboxKind
    from grader.submission import Submission


@dataclass(frozen=True)
class GradingRequest:
    """One submission to grade.

    `hidden` are the paths that no sandbox may open. `dataset` is called only if the file will run.
    `on_step` gets the name of the next step, `on_event` the events of the training and `on_output`
    its output as they arrive, `on_evidence` the evidence before the checks run. `name` is the
    learner's name of the file if a copy is graded. `keep` is a folder for copies of the files that
    the training wrote. `python` trains instead of the kit's own Python; `keras` is 2, 3 or auto.
    """

    problem: Problem
    submission: Submission
    dataset: Callable[[], DataSet]
    kind: str
    sandbox: SandboxKind
    sandbox_root: Path
    hidden: tuple[Path, ...]
    seed: int
    on_event: Callable[[Event], None]
    on_step: Callable[[str], None]
    keep: Path | None = None
    notes: tuple[str, ...] = ()
    on_evidence: Callable[[Evidence], None] | None = None
    name: str = ""
    python: Interpreter | None = None
    keras: str = "auto"
    sandboxes: Sandboxes | None = None
    on_output: Callable[[bytes], None] | None = None

    @property
    def file(self) -> str:
        """The learner's name of the file."""
        return self.name or self.submission.path.name
