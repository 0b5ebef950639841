"""An attempt: the stored report of one submission, with its time, machine and versions."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.report import Report
    from grader.training.record import TrainingRecord


class Origin(str, Enum):
    """What a submission was graded for."""

    PRACTICE = "practice"
    EXAM = "exam"


def this_machine() -> Mapping[str, str | int]:
    """Return what the time of a training depends on, without names of persons or machines."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count() or 0,
    }


@dataclass(frozen=True)
class NewAttempt:
    """An attempt to store.

    `text` is the report as `practice check --json` prints it. `sha256` and `suffix` name the copy
    of the submission, which must exist (`copies.store`). `at` needs a time zone.
    """

    at: datetime
    origin: Origin
    report: Report
    text: str
    sha256: str
    suffix: str
    record: TrainingRecord | None = None
    machine: Mapping[str, str | int] = field(default_factory=this_machine)


@dataclass(frozen=True)
class Attempt:
    """A stored attempt without its report and record, which may be long.

    `at` is UTC in ISO 8601; `held_out` the saved model's accuracy; `seconds` the wall time of the
    training, None if nothing was trained.
    """

    id: int
    at: str
    origin: Origin
    problem: str
    variant: int
    data: str
    sandbox: str
    seed: int
    file: str
    sha256: str
    suffix: str
    verdict: str
    score: int | None
    points: int
    most_points: int
    held_out: float | None
    seconds: float | None
    versions: Mapping[str, str]
    machine: Mapping[str, str | int]
