"""What an exam is worth: the best mark of each problem, their sum, and whether that passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.exam.session import MOST, End

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.exam.session import HandIn, Paper, Sitting

# The pass mark of the exam was never published; candidates took it to be this share of the points.
PASS_SHARE = 0.9


@dataclass(frozen=True)
class Result:
    """What came of one problem: the hand-in that counts (None if nothing was), tries, time.

    `seconds` is the time from the hand-in before, of whatever problem, to each of its own.
    """

    paper: Paper
    best: HandIn | None
    tries: int
    waiting: int
    seconds: float

    @property
    def points(self) -> int:
        """What counts for the exam, of `most`."""
        return self.best.worth if self.best else 0

    @property
    def most(self) -> int:
        """The points of a perfect model."""
        return MOST


@dataclass(frozen=True)
class Score:
    """What came of the whole exam; one that was given up is not passed."""

    results: tuple[Result, ...]
    given_up: bool = False

    @property
    def points(self) -> int:
        """Points of all problems."""
        return sum(result.points for result in self.results)

    @property
    def most(self) -> int:
        """The most points that there are."""
        return sum(result.most for result in self.results)

    @property
    def waiting(self) -> int:
        """Hand-ins that are not marked yet."""
        return sum(result.waiting for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether the points are enough; whole numbers are compared, not rounded shares."""
        return not self.given_up and self.points >= needed(self.most)


def needed(most: int) -> int:
    """The points that pass, of so many."""
    return -int(-most * round(PASS_SHARE * 100) // 100)


def score(sitting: Sitting, handed_in: Sequence[HandIn]) -> Score:
    """Take the best of each problem: the mark counts, then fewer failed checks, then the newest."""
    spent = _seconds(handed_in)
    results = []
    for paper in sitting.papers:
        own = [one for one in handed_in if one.problem == paper.problem]
        marked = [one for one in own if one.is_marked]
        best = max(marked, key=_rank, default=None)
        waiting = len(own) - len(marked)
        results.append(Result(paper, best, len(own), waiting, spent.get(paper.problem, 0.0)))
    return Score(tuple(results), given_up=sitting.end is End.ABANDONED)


def _rank(one: HandIn) -> tuple[int, bool, int, int]:
    return one.worth, one.score is not None, -len(one.failed), one.number


def _seconds(handed_in: Sequence[HandIn]) -> dict[str, float]:
    """Time by problem: what passed since the last hand-in was spent on the one handed in next."""
    spent: dict[str, float] = {}
    before = 0.0
    for one in sorted(handed_in, key=lambda each: (each.elapsed, each.id)):
        spent[one.problem] = spent.get(one.problem, 0.0) + one.elapsed - before
        before = one.elapsed
    return spent
