"""Find what a problem lacks by reading its files, before anything runs."""

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
    is_error: Annotated[bool, described("the problem cannot be trusted without it")]


def find_gaps(problem: Problem, cases: Sequence[Case]) -> tuple[Gap, ...]:
    """Return everything that a problem lacks.

    Raises UsageError if a file is not text, or a template that cannot be rendered.
    """
    malformed = (case for case in cases if case.malformed)
    return (
        *_missing_files(problem),
        *_unfinished_places(problem),
        *_unmatched_points(problem),
        *_unmatched_constants(problem),
        *_unmeasured_thresholds(problem),
        *(Gap(f"{case.name}: {case.malformed}", is_error=True) for case in malformed),
        *_missing_solutions(problem, cases),
    )


def _missing_files(problem: Problem) -> Iterator[Gap]:
    folder = problem.folder
    if not (folder / "stub.py").is_file():
        yield Gap("a stub: stub.py next to problem.toml", is_error=True)
    if not problem.reference.is_file():
        yield Gap(
            "a reference: solution.py in the problem's folder below solutions/", is_error=True
        )
    if not problem.checks.is_file():
        yield Gap("checks: checks.py next to problem.toml", is_error=True)
    # Reading a text renders its template: the author must see errors, not the first learner.
    if not (folder / "statement.md").is_file() or not problem.statement:
        yield Gap("a statement: statement.md next to problem.toml", is_error=True)
    if not (folder / "hints.md").is_file() or not problem.hints:
        yield Gap("hints: hints.md next to problem.toml", is_error=False)


def _unmatched_points(problem: Problem) -> Iterator[Gap]:
    for difference in unmatched(problem) if problem.checks.is_file() else ():
        yield Gap(f"[points] in problem.toml: {difference}", is_error=True)


def _unmatched_constants(problem: Problem) -> Iterator[Gap]:
    for difference in solutions.drifted(problem) if problem.reference.is_file() else ():
        yield Gap(f"[constants] in problem.toml: {difference}", is_error=True)


def _unmeasured_thresholds(problem: Problem) -> Iterator[Gap]:
    """Yield thresholds that no metric of a report corresponds to."""
    for name in sorted({name for kind in DATA_KINDS for name in problem.thresholds[kind]}):
        if name not in MEASURED:
            known = ", ".join(MEASURED)
            yield Gap(f"a metric for the threshold '{name}' (choose {known})", is_error=True)


def _unfinished_places(problem: Problem) -> Iterator[Gap]:
    """Yield the TODO marks of the skeleton that are left."""
    names = ("problem.toml", "statement.md", "stub.py", "hints.md")
    files = [*(problem.folder / name for name in names), problem.reference]
    for path in (*files, problem.checks):
        lines = read_text(path).splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            found = UNFINISHED.search(line)
            if found:
                place = f"{path.parent.name}/{path.name}, line {number}"
                yield Gap(f"{place}: {line[found.start() :].strip()}", is_error=True)


def _missing_solutions(problem: Problem, cases: Sequence[Case]) -> Iterator[Gap]:
    wrong = [case for case in cases if case.kind is Kind.WRONG]
    if len(wrong) < ENOUGH_WRONG:
        yield Gap(f"wrong solutions: {len(wrong)} of at least {ENOUGH_WRONG}", is_error=False)
    if not any(case.kind is Kind.ALTERNATIVE for case in cases):
        yield Gap("alternative solutions: none", is_error=False)
    named = {name for case in wrong for name in case.expected.fails}
    for check in problem.points:
        if check not in named:
            yield Gap(f"a wrong solution that fails {check}", is_error=True)
