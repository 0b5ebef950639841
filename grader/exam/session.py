"""The records of an exam: its session, its papers, its submissions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import TYPE_CHECKING

from grader.exam.clock import clock_change, elapsed, strict_elapsed
from grader.variants import label

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exam.clock import Instant, LastSeen


class End(str, Enum):
    """How an exam ended."""

    FINISHED = "finished"
    TIME = "time"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class Paper:
    """One problem of an exam in the selected variant; `data` is "sample" or "real"."""

    problem: str
    variant: int
    data: str

    @property
    def label(self) -> str:
        """Such as problem1~3."""
        return label(self.problem, self.variant)


@dataclass(frozen=True)
class Session:
    """One exam: `started` in UTC, `seconds` long; `end` and `ended` are None while it runs.

    `folder` holds the files to complete.
    """

    id: int
    seed: int
    folder: Path
    started: datetime
    seconds: float
    papers: tuple[Paper, ...]
    last_seen: LastSeen
    end: End | None = None
    ended: datetime | None = None

    @property
    def due(self) -> datetime:
        """When the time is over, in UTC."""
        return self.started + timedelta(seconds=self.seconds)

    @property
    def until(self) -> str:
        """When the time is over, in local time, for people."""
        return local(self.due, self.started)

    def paper(self, problem: str) -> Paper | None:
        """Return the paper of a problem; None if it is not part of the exam."""
        return next((paper for paper in self.papers if paper.problem == problem), None)

    def left(self, at: Instant) -> float:
        """Return the seconds left by the stricter clock; below 0 after the end."""
        return self.seconds - strict_elapsed(self.started.timestamp(), self.last_seen, at)

    def certainly_left(self, at: Instant) -> float:
        """Return the seconds left by the boot clock, which nobody can set."""
        return self.seconds - elapsed(self.started.timestamp(), self.last_seen, at)

    def clock_was_set(self, at: Instant) -> float:
        """Return by how many seconds the wall clock was set since the start, 0 if it was not."""
        return clock_change(self.started.timestamp(), self.last_seen, at)


@dataclass(frozen=True)
class ExamSubmission:
    """A submitted file: the `number`th of its problem, `elapsed` seconds after the start.

    `sha256` and `suffix` name its copy. `verdict`, `score`, `failed` (titles of checks) and
    `attempt` (its number in the history) are empty until it is graded; `score` stays None without a
    model. `progress` describes the running training.
    """

    id: int
    problem: str
    number: int
    at: datetime
    elapsed: float
    file: str
    sha256: str
    suffix: str
    attempt: int | None = None
    verdict: str | None = None
    score: int | None = None
    failed: tuple[str, ...] = ()
    fault: str = ""
    progress: str = ""

    @property
    def is_graded(self) -> bool:
        """Whether it has a verdict."""
        return self.verdict is not None

    @property
    def points(self) -> int:
        """The points for the exam: the score of the model, 0 without one."""
        return self.score or 0


def clock_time(seconds: float) -> str:
    """Return hours, minutes and seconds, such as 1:02:03; never below 0."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def local(at: datetime, near: datetime) -> str:
    """Return a time in the local zone with its UTC offset.

    Includes the date if it differs from that of `near`.
    """
    here = at.astimezone()
    day = "" if here.date() == near.astimezone().date() else f"{here:%Y-%m-%d} "
    return f"{day}{here:%H:%M:%S (UTC%z)}"


def parse(text: str) -> datetime:
    """Parse a stored time: UTC in ISO 8601."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def as_text(at: datetime) -> str:
    """Format a time to store: UTC in ISO 8601, with microseconds."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
