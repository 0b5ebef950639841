"""An exam as records: what it asks, when it began, what was handed in, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import TYPE_CHECKING

from grader.exam.clock import elapsed, out_of_step, strictest
from grader.variants import label

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exam.clock import Instant, Mark

MOST = 5  # the mark of a perfect model


class End(str, Enum):
    """How an exam ended."""

    FINISHED = "finished"
    TIME = "time"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class Paper:
    """One problem of an exam, in the variant that was drawn; `data` is the kind of its pictures."""

    problem: str
    variant: int
    data: str

    @property
    def label(self) -> str:
        """Such as problem1~3."""
        return label(self.problem, self.variant)


@dataclass(frozen=True)
class Sitting:
    """One exam: `started` in UTC, `seconds` long; `end` and `ended` are None while it runs.

    `folder` is where the files to complete lie.
    """

    id: int
    seed: int
    folder: Path
    started: datetime
    seconds: float
    papers: tuple[Paper, ...]
    mark: Mark
    end: End | None = None
    ended: datetime | None = None

    @property
    def due(self) -> datetime:
        """When its time is over, in UTC."""
        return self.started + timedelta(seconds=self.seconds)

    @property
    def until(self) -> str:
        """When its time is over, for people."""
        return local(self.due, self.started)

    def paper(self, problem: str) -> Paper | None:
        """The paper of a problem; None where the exam does not ask it."""
        return next((paper for paper in self.papers if paper.problem == problem), None)

    def left(self, at: Instant) -> float:
        """Seconds that are left, by the stricter clock; below 0 after the end."""
        return self.seconds - strictest(self.started.timestamp(), self.mark, at)

    def left_for_certain(self, at: Instant) -> float:
        """Seconds that are left by the clock that nobody can set."""
        return self.seconds - elapsed(self.started.timestamp(), self.mark, at)

    def clock_was_set(self, at: Instant) -> float:
        """Seconds by which the world's clock was moved since the begin, 0 if it was not."""
        return out_of_step(self.started.timestamp(), self.mark, at)


@dataclass(frozen=True)
class HandIn:
    """A file that was handed in: the `number`th of its problem, `elapsed` seconds after the begin.

    Its copy is kept under `sha256` and `suffix`. What came of it is None until it was marked:
    `verdict`, `mark` (None too where there was no model to mark), `failed` (the titles of checks)
    and `attempt`, its number in the history. `progress` tells how far its training has come.
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
    def is_marked(self) -> bool:
        """Whether it is known what it is worth."""
        return self.verdict is not None

    @property
    def worth(self) -> int:
        """Points for the exam: the mark of the model, 0 where there is none."""
        return self.score or 0


def clock_time(seconds: float) -> str:
    """Hours, minutes and seconds such as 1:02:03; never below 0."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def local(at: datetime, near: datetime) -> str:
    """A time for people: of their own zone, with its distance from UTC.

    Its day stands with it where that is another one than that of `near`.
    """
    here = at.astimezone()
    day = "" if here.date() == near.astimezone().date() else f"{here:%Y-%m-%d} "
    return f"{day}{here:%H:%M:%S (UTC%z)}"


def parse(text: str) -> datetime:
    """A time as it is kept: UTC in ISO 8601."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def as_text(at: datetime) -> str:
    """A time as it is kept: UTC in ISO 8601, with microseconds."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
