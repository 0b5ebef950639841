"""The report of one graded submission: flat records that every format can show.

The annotations also define the published JSON (grader/formats/report.schema.json).
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (msgspec evaluates the annotations)
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Final

from grader.json_types import Count, Score, Share, described, restricted

FORMAT: Final = 2
MAX_SCORE = 5


class Verdict(str, Enum):
    """What became of a submission; faults of the kit have their own verdict."""

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
    """One check; a failure has expected, actual and fix."""

    name: str
    title: Annotated[str, described("the name of the check on the screen")]
    outcome: CheckOutcome
    points: Count
    expected: str = ""
    actual: Annotated[str, described("what was measured, also of a check that passed")] = ""
    fix: str = ""
    reason: Annotated[str, described("why it was skipped or could not be judged")] = ""
    mistake: Annotated[str, described("id of the mistake that explains the failure")] = ""
    because: Annotated[
        str, described("name of the check that failed, and without which this one is skipped")
    ] = ""


Line = Annotated[Count, described("0 if unknown")]
Cell = Annotated[
    Count, described("of a notebook's code cells, from 1; line counts within it; 0 elsewhere")
]


@dataclass(frozen=True)
class Fault:
    """What ended a submission, and where."""

    type: str = ""
    message: str = ""
    file: str = ""
    line: Line = 0
    code: str = ""
    fix: str = ""
    trace: tuple[str, ...] = ()
    cell: Cell = 0
    mistake: Annotated[str, described("id of the mistake behind the error; empty if unknown")] = ""


@dataclass(frozen=True)
class Mistake:
    """A mistake that raised no error."""

    id: str = ""
    file: str = ""
    line: Line = 0
    code: str = ""
    expected: str = ""
    actual: str = ""
    fix: str = ""
    cell: Cell = 0


@dataclass(frozen=True)
class FitSummary:
    """One call of fit."""

    model: str = ""
    epochs_asked: int = 0
    epochs_run: Count = 0
    stopped_by: str = ""
    accuracy: float | None = None
    validation_accuracy: float | None = None


@dataclass(frozen=True)
class ModelSummary:
    """The saved model, as its file describes it."""

    file: str = ""
    bytes: Count = 0
    sha256: str = ""
    parameters: Count = 0
    input_shape: tuple[int | None, ...] = ()
    output_shape: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class TrainedSummary:
    """What the trained model would have scored, where no model was saved that can be scored.

    It counts for nothing.
    """

    score: Score = 0
    accuracy: Share = 0.0
    finished: Annotated[bool, described("false if an error ended its fit")] = False
    file: Annotated[
        str,
        described(
            "file that holds it under another name; empty for the copy that the sandbox made"
        ),
    ] = ""


@dataclass(frozen=True)
class Report:
    """Everything that one grading found."""

    problem: Annotated[str, described("the problem's id")]
    title: str
    file: Annotated[str, described("the submission's file name")]
    sha256: Annotated[str, restricted(pattern="^[0-9a-f]{64}$")]
    verdict: Verdict
    data: Annotated[
        str, described("auto only if nothing had to run", enum=["sample", "real", "auto"])
    ]
    sandbox: Annotated[str, restricted(enum=["isolated", "basic"])]
    seed: Count
    checks: tuple[CheckResult, ...]
    score: Annotated[
        Score | None,
        described("for the held-out accuracy; null if there is no model to score"),
    ] = None
    accuracy: Annotated[
        Mapping[str, Share],
        described("measured from the saved model: training, validation, held-out"),
    ] = field(default_factory=dict)
    next_tier: Annotated[Share | None, described("accuracy of the next score")] = None
    fault: Fault | None = None
    mistakes: Annotated[
        tuple[Mistake, ...], described("mistakes that raised no error; fix the first one first")
    ] = ()
    fits: tuple[FitSummary, ...] = ()
    model: ModelSummary | None = None
    trained: TrainedSummary | None = None
    notes: tuple[str, ...] = ()
    output: Annotated[str, described("what the submission printed, if a fault ended it")] = ""
    printed: Annotated[
        tuple[str, ...],
        described(
            "the last lines that the submission itself printed, without progress bars and logs",
            maxItems=20,
        ),
    ] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    variant: Count = 0

    @property
    def points(self) -> int:
        """Points of the checks that passed."""
        return sum(c.points for c in self.checks if c.outcome is CheckOutcome.PASSED)

    @property
    def most_points(self) -> int:
        """Points of all checks that were judged."""
        return sum(c.points for c in self.checks if c.outcome is not CheckOutcome.NOT_JUDGED)

    @property
    def unjudged_points(self) -> int:
        """Points of the checks that a model file alone cannot answer."""
        return sum(c.points for c in self.checks if c.outcome is CheckOutcome.NOT_JUDGED)
