"""The outcome of all checks of one submission: flat records that every format can hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 2


class Verdict(str, Enum):
    """What became of a submission; the learner's fault is kept apart from the kit's."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"
    CRASHED = "crashed"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    UNSAFE_MODEL = "unsafe model"
    GRADER_FAULT = "grader fault"


class CheckOutcome(str, Enum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class CheckResult:
    """One check: `title` is its name on the screen; a failure has expected, actual and fix.

    `actual` may also be set where a check passed: what was measured. `mistake` is the id of the
    mistake that explains a failure, empty where none was found. `reason` says why a check was
    skipped, or could not be judged from what was submitted; `because` names the check that failed
    before it, if that is why.
    """

    name: str
    title: str
    outcome: CheckOutcome
    points: int
    expected: str = ""
    actual: str = ""
    fix: str = ""
    reason: str = ""
    mistake: str = ""
    because: str = ""


@dataclass(frozen=True)
class Fault:
    """What ended a submission, on the place in the learner's own file; `line` 0 if unknown.

    In a notebook `line` counts within `cell`, the number of a code cell from 1; else `cell` is 0.
    `rule` names the rule of grader/diagnosis that knew the mistake, where one did.
    """

    type: str
    message: str
    file: str
    line: int
    code: str
    fix: str = ""
    trace: tuple[str, ...] = ()
    cell: int = 0
    mistake: str = ""


@dataclass(frozen=True)
class Mistake:
    """A mistake that raised no error, on the place in the learner's own file; `line` 0 if unknown.

    `rule` names the rule of grader/diagnosis/silent that found it; `cell` is as in a Fault.
    """

    id: str
    file: str
    line: int
    code: str
    expected: str
    actual: str
    fix: str
    cell: int = 0


@dataclass(frozen=True)
class FitSummary:
    """One fit in a few figures."""

    model: str
    epochs_asked: int
    epochs_run: int
    stopped_by: str
    accuracy: float | None
    validation_accuracy: float | None


@dataclass(frozen=True)
class ModelSummary:
    """The saved model as its file tells."""

    file: str
    bytes: int
    sha256: str
    parameters: int
    input_shape: tuple[int | None, ...]
    output_shape: tuple[int | None, ...]


@dataclass(frozen=True)
class TrainedSummary:
    """What the model that was trained would have got, where none was saved that can be marked.

    `finished` is False where an error ended its fit. `file` is the file that holds it, saved under
    another name; empty for the copy that the sandbox made. It counts for nothing.
    """

    score: int
    accuracy: float
    finished: bool
    file: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that one marking found out.

    `mark` is 0 to 5 for the saved model's accuracy on held-out data, None where there is no
    model to mark. `accuracy` holds what the grader measured itself, by the name of the set.
    `findings` stand in the order in which they are best mended. `printed` are the last lines that
    the submission itself printed.
    """

    problem: str
    title: str
    file: str
    sha256: str
    verdict: Verdict
    data: str
    sandbox: str
    seed: int
    checks: tuple[CheckResult, ...]
    score: int | None = None
    accuracy: Mapping[str, float] = field(default_factory=dict)
    next_tier: float | None = None
    fault: Fault | None = None
    mistakes: tuple[Mistake, ...] = ()
    fits: tuple[FitSummary, ...] = ()
    model: ModelSummary | None = None
    trained: TrainedSummary | None = None
    notes: tuple[str, ...] = ()
    output: str = ""
    printed: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    variant: int = 0

    @property
    def points(self) -> int:
        """Points of the checks that passed."""
        return sum(c.points for c in self.checks if c.outcome is CheckOutcome.PASSED)

    @property
    def most_points(self) -> int:
        """Points of all checks that what was handed in can be judged by."""
        return sum(c.points for c in self.checks if c.outcome is not CheckOutcome.NOT_JUDGED)

    @property
    def unjudged_points(self) -> int:
        """Points of the checks that a model file alone gives no answer to."""
        return sum(c.points for c in self.checks if c.outcome is CheckOutcome.NOT_JUDGED)
