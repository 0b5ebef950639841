"""The report of an exam: everything that its formats show, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exam import storage, submissions
from grader.exam.scoring import needed, score
from grader.report import MAX_SCORE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from grader.catalog import Catalog
    from grader.exam.scoring import Result, Score
    from grader.exam.session import ExamSubmission, Session


@dataclass(frozen=True)
class Line:
    """One problem with its title and category; `tries` are all its submissions."""

    title: str
    category: str
    result: Result
    tries: tuple[ExamSubmission, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why it has less than the full score: failed checks, and what ended it."""
        best = self.result.best
        if best is None:
            return ("not graded" if self.tries else "nothing submitted",)
        fault = (best.fault,) if best.fault else ()
        return (*best.failed, *fault) or (
            f"score {best.points} of {MAX_SCORE}: train a more accurate model",
        )


@dataclass(frozen=True)
class Category:
    """The points of one of the exam's categories."""

    name: str
    points: int
    most: int


@dataclass(frozen=True)
class ExamReport:
    """One exam with its score; `earlier` are the exams before it with theirs, oldest first."""

    session: Session
    score: Score
    lines: tuple[Line, ...]
    earlier: tuple[tuple[Session, Score], ...]

    @property
    def needed(self) -> int:
        """The points needed to pass."""
        return needed(self.score.most)

    @property
    def categories(self) -> tuple[Category, ...]:
        """The score by category, in the order of the problems."""
        names = dict.fromkeys(line.category for line in self.lines)
        return tuple(self._category(name) for name in names)

    @property
    def to_practice(self) -> tuple[Line, ...]:
        """The problems with less than the full score, the worst first."""
        short = [line for line in self.lines if line.result.points < line.result.most]
        return tuple(sorted(short, key=lambda line: line.result.points))

    def _category(self, name: str) -> Category:
        own = [line.result for line in self.lines if line.category == name]
        return Category(name, sum(r.points for r in own), sum(r.most for r in own))


def exam_report(connection: sqlite3.Connection, session: Session, catalog: Catalog) -> ExamReport:
    """Compute the report of an exam from the database."""
    submitted = submissions.every(connection, session)
    scored = score(session, submitted)
    return ExamReport(
        session,
        scored,
        tuple(_line(result, submitted, catalog) for result in scored.results),
        tuple(
            (one, score(one, submissions.every(connection, one)))
            for one in storage.closed(connection)
            if one.id < session.id
        ),
    )


def _line(result: Result, submitted: Iterable[ExamSubmission], catalog: Catalog) -> Line:
    """Return the line of a problem; a problem that cannot be read is shown by its id."""
    name = result.paper.problem
    tries = tuple(one for one in submitted if one.problem == name)
    try:
        one = catalog.load(name)
    except UsageError:
        return Line(name, name, result, tries)
    return Line(one.title, one.category, result, tries)
