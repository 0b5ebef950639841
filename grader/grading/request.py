"""What is asked of a marking: which file, on which data, in which box."""

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
    """One submission to grade: on which data, in which sandbox, from which seed.

    `hidden` are the paths that no sandbox may open. `dataset` is called only if the file is worth
    running. `on_event` gets the events of the training as they come, `on_step` the next step,
    `on_evidence` the evidence, `on_output` all that the training prints. `name` is the learner's
    name for the file, where a copy of it is graded. `python` trains instead of the kit's own
    interpreter, and `keras` is the version asked for: 2, 3, or auto.
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
        """What the learner calls the file."""
        return self.name or self.submission.path.name
