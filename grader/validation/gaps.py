"""What a problem still lacks: found by looking at its files, before anything runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from grader import solutions
from grader.assessment.checks.engine import unmatched
from grader.json_types import described
from grader.problem import read_text
from grader.problem_format import DATA_KINDS
from grader.solutions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.problem import Problem
    from grader.validation.cases import Case

ENOUGH_WRONG = 10
MEASURED = ("training_accuracy", "validation_accuracy", "held_out_accuracy")
UNFINISHED = re.compile(r"\bTODO\b")


@dataclass(frozen=True)
class Gap:
    """Something that a problem lacks."""

    what: str
    amiss: Annotated[bool, described("the problem cannot be trusted without it")]


def find_gaps(problem: Problem, cases: Sequence[Case]) -> tuple[Gap, ...]:
    """Return all that a problem lacks.

    Raises UsageError where a file is no text, or a template that cannot be filled in.
    """
    malformed = (case for case in cases if case.malformed)
    return (
        *_missing_files(problem),
        *_unfinished_places(problem),
        *_unmatched_points(problem),
        *_unmatched_constants(problem),
        *_unmeasured_thresholds(problem),
        *(Gap(f"{case.name}: {case.malformed}", amiss=True) for case in malformed),
        *_missing_solutions(problem, cases),
    )


def _missing_files(problem: Problem) -> Iterator[Gap]:
    folder = problem.folder
    if not (folder / "stub.py").is_file():
        yield Gap("a stub: stub.py beside problem.toml", amiss=True)
    if not problem.reference.is_file():
        yield Gap("a reference: solution.py in the problem's folder of solutions", amiss=True)
    if not problem.checks.is_file():
        yield Gap("checks: checks.py beside problem.toml", amiss=True)
    # To read a text fills it in: its author must see that fail, and not its first learner.
    if not (folder / "statement.md").is_file() or not problem.statement:
        yield Gap("a statement: statement.md beside problem.toml", amiss=True)
    if not (folder / "hints.md").is_file() or not problem.hints:
        yield Gap("hints: hints.md beside problem.toml", amiss=False)


def _unmatched_points(problem: Problem) -> Iterator[Gap]:
    for words in unmatched(problem) if problem.checks.is_file() else ():
        yield Gap(f"[points] in problem.toml: {words}", amiss=True)


def _unmatched_constants(problem: Problem) -> Iterator[Gap]:
    for words in solutions.drifted(problem) if problem.reference.is_file() else ():
        yield Gap(f"[constants] in problem.toml: {words}", amiss=True)


def _unmeasured_thresholds(problem: Problem) -> Iterator[Gap]:
    """Thresholds of which no figure in a report tells how far a reference lies above them."""
    for name in sorted({name for kind in DATA_KINDS for name in problem.thresholds[kind]}):
        if name not in MEASURED:
            known = ", ".join(MEASURED)
            yield Gap(f"a figure for the threshold '{name}'; there are: {known}", amiss=True)


def _unfinished_places(problem: Problem) -> Iterator[Gap]:
    """What the skeleton of `practice new` has left to its author."""
    names = ("problem.toml", "statement.md", "stub.py", "hints.md")
    files = [*(problem.folder / name for name in names), problem.reference]
    for path in (*files, problem.checks):
        lines = read_text(path).splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            found = UNFINISHED.search(line)
            if found:
                place = f"{path.parent.name}/{path.name}, line {number}"
                yield Gap(f"{place}: {line[found.start() :].strip()}", amiss=True)


def _missing_solutions(problem: Problem, cases: Sequence[Case]) -> Iterator[Gap]:
    wrong = [case for case in cases if case.kind is Kind.WRONG]
    if len(wrong) < ENOUGH_WRONG:
        yield Gap(f"wrong solutions: {len(wrong)} of at least {ENOUGH_WRONG}", amiss=False)
    if not any(case.kind is Kind.ALTERNATIVE for case in cases):
        yield Gap("alternative solutions: none", amiss=False)
    named = {name for case in wrong for name in case.expected.fails}
    for check in problem.points:
        if check not in named:
            yield Gap(f"a wrong solution that fails {check}", amiss=True)
