"""The report of an exam: all that its formats show, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam import storage, submissions
from grader.exam.scoring import needed, score
from grader.exam.session import MOST

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from grader.catalog import Catalog
    from grader.exam.scoring import Result, Score
    from grader.exam.session import HandIn, Sitting


@dataclass(frozen=True)
class Line:
    """One problem with its title and category; `tries` are all that was handed in for it."""

    title: str
    category: str
    result: Result
    tries: tuple[HandIn, ...]

    @property
    def why(self) -> tuple[str, ...]:
        """Why it has not full marks: the checks that failed and what ended it, in words."""
        best = self.result.best
        if best is None:
            return ("not marked" if self.tries else "nothing was handed in",)
        fault = (best.fault,) if best.fault else ()
        return (*best.failed, *fault) or (f"mark {best.worth} of {MOST}: a more accurate model",)


@dataclass(frozen=True)
class Category:
    """What was reached in one of the exam's categories."""

    name: str
    points: int
    most: int


@dataclass(frozen=True)
class ExamReport:
    """One exam with its score; `earlier` are those sat before it with theirs, oldest first."""

    sitting: Sitting
    score: Score
    lines: tuple[Line, ...]
    earlier: tuple[tuple[Sitting, Score], ...]

    @property
    def needed(self) -> int:
        """The points that pass."""
        return needed(self.score.most)

    @property
    def categories(self) -> tuple[Category, ...]:
        """The score by category, in the order of the problems."""
        names = dict.fromkeys(line.category for line in self.lines)
        return tuple(self._category(name) for name in names)

    @property
    def to_practise(self) -> tuple[Line, ...]:
        """The problems without full marks, the worst first."""
        short = [line for line in self.lines if line.result.points < line.result.most]
        return tuple(sorted(short, key=lambda line: line.result.points))

    def _category(self, name: str) -> Category:
        own = [line.result for line in self.lines if line.category == name]
        return Category(name, sum(r.points for r in own), sum(r.most for r in own))


def exam_report(connection: sqlite3.Connection, sitting: Sitting, catalog: Catalog) -> ExamReport:
    """Return the report of an exam, from what is stored of it and of earlier ones."""
    handed = submissions.every(connection, sitting)
    scored = score(sitting, handed)
    return ExamReport(
        sitting,
        scored,
        tuple(_line(result, handed, catalog) for result in scored.results),
        tuple(
            (one, score(one, submissions.every(connection, one)))
            for one in storage.closed(connection)
            if one.id < sitting.id
        ),
    )


def _line(result: Result, handed: Iterable[HandIn], catalog: Catalog) -> Line:
    """Return a problem's line; where the problem cannot be read, it has the id only."""
    name = result.paper.problem
    tries = tuple(one for one in handed if one.problem == name)
    try:
        one = catalog.load(name)
    except UsageError:
        return Line(name, name, result, tries)
    return Line(one.title, one.category, result, tries)
