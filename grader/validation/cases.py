"""The submissions of a problem that a validation runs, and their expected results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader import solutions
from grader.solutions import NOTHING, Expected, Kind
from grader.variants import label

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem
    from grader.solutions import Solution


@dataclass(frozen=True)
class Case:
    """One submission with its expected result; `malformed` says why it cannot run."""

    problem: str
    kind: Kind
    path: Path
    expected: Expected = NOTHING
    malformed: str = ""
    variant: int = 0

    @property
    def label(self) -> str:
        """The problem and its variant, such as problem1~3."""
        return label(self.problem, self.variant)

    @property
    def name(self) -> str:
        """Such as problem1/reference or problem1~3/wrong/NAME."""
        own = f"/{self.path.stem}" if self.kind in {Kind.WRONG, Kind.ALTERNATIVE} else ""
        return f"{self.label}/{self.kind.value}{own}"


def find_cases(problem: Problem, folder: Path) -> tuple[Case, ...]:
    """Return all submissions of a problem: stub, reference, wrong and alternative solutions.

    What is not a file of its own, such as an edit of the reference or a solution of a variant, is
    written below `folder`. Raises OSError where that is impossible, UsageError where a file that
    all of them need cannot be read.
    """
    found = []
    if (problem.folder / "stub.py").is_file():
        found.append(_case(problem, folder, solutions.Solution(Kind.STUB, "stub", problem.stub)))
    if problem.reference.is_file():
        text, path = solutions.reference(problem), problem.reference
        own = solutions.Solution(Kind.REFERENCE, path.stem, text, path=path)
        found.append(_case(problem, folder, own))
    return (*found, *(_case(problem, folder, one) for one in solutions.solutions(problem)))


def _case(problem: Problem, folder: Path, one: Solution) -> Case:
    path = solutions.file(one, problem, folder)
    return Case(problem.id, one.kind, path, one.expected, one.malformed, problem.variant)
