"""Score an exam: the best score of each problem, their sum, and whether it passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.exam.session import End
from grader.report import MAX_SCORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.exam.session import ExamSubmission, Paper, Session

# The exam never published its pass mark; candidates assumed this share of the points.
PASS_SHARE = 0.9


@dataclass(frozen=True)
class Result:
    """The result of one problem: the submission that counts (None without one), tries, time.

    `waiting` submissions are not graded yet. `seconds` is the time from the previous submission, of
    any problem, to each of its own.
    """

    paper: Paper
    best: ExamSubmission | None
    tries: int
    waiting: int
    seconds: float

    @property
    def points(self) -> int:
        """The points for the exam, of `most`."""
        return self.best.points if self.best else 0

    @property
    def most(self) -> int:
        """The points of a perfect model."""
        return MAX_SCORE


@dataclass(frozen=True)
class Score:
    """The score of an exam; an abandoned one is not passed."""

    results: tuple[Result, ...]
    abandoned: bool = False

    @property
    def points(self) -> int:
        """The points of all problems."""
        return sum(result.points for result in self.results)

    @property
    def most(self) -> int:
        """The points of a perfect exam."""
        return sum(result.most for result in self.results)

    @property
    def waiting(self) -> int:
        """The submissions that are not graded yet."""
        return sum(result.waiting for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether the points are enough; compares integers, not rounded shares."""
        return not self.abandoned and self.points >= needed(self.most)


def needed(most: int) -> int:
    """Return the points needed to pass, of `most`."""
    return -int(-most * round(PASS_SHARE * 100) // 100)


def score(session: Session, submitted: Sequence[ExamSubmission]) -> Score:
    """Take the best submission of each problem: by score, then failed checks, then the latest."""
    spent = _seconds(submitted)
    results = []
    for paper in session.papers:
        own = [one for one in submitted if one.problem == paper.problem]
        graded = [one for one in own if one.is_graded]
        best = max(graded, key=_rank, default=None)
        waiting = len(own) - len(graded)
        results.append(Result(paper, best, len(own), waiting, spent.get(paper.problem, 0.0)))
    return Score(tuple(results), abandoned=session.end is End.ABANDONED)


def _rank(one: ExamSubmission) -> tuple[int, bool, int, int]:
    return one.points, one.score is not None, -len(one.failed), one.number


def _seconds(submitted: Sequence[ExamSubmission]) -> dict[str, float]:
    """Return the time by problem: the time before a submission was spent on its problem."""
    spent: dict[str, float] = {}
    before = 0.0
    for one in sorted(submitted, key=lambda each: (each.elapsed, each.id)):
        spent[one.problem] = spent.get(one.problem, 0.0) + one.elapsed - before
        before = one.elapsed
    return spent
