"""The runs of a validation: their plan, their endings, and their errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import ExitStatus
from grader.solutions import Kind
from grader.validation.cases import find_cases
from grader.validation.gaps import find_gaps
from grader.validation.run_summary import differences

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem
    from grader.validation.cases import Case
    from grader.validation.gaps import Gap
    from grader.validation.run_summary import RunSummary

SEED = 1


@dataclass(frozen=True)
class Run:
    """A submission to check, and the seed of its training."""

    case: Case
    seed: int

    @property
    def name(self) -> str:
        """Such as problem1/reference, seed 3."""
        return f"{self.case.name}, seed {self.seed}"


@dataclass(frozen=True)
class Ending:
    """How the command of a run ended.

    `status` is its exit status, negative for a signal. `summary` is None without a report; `error`
    then says why. `seconds` is its wall time. `cached`: an earlier validation ran it.
    """

    status: int
    summary: RunSummary | None
    error: str
    seconds: float
    cached: bool = False


@dataclass(frozen=True)
class Outcome:
    """A finished run; `errors` is empty if it did what is expected."""

    run: Run
    ending: Ending
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """One problem to validate: its kind of data, its runs, and what it lacks.

    `left_out` counts the submissions that were not selected; above 0, `gaps` are incomplete.
    """

    problem: Problem
    kind: str
    cases: tuple[Case, ...]
    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    left_out: int = 0


def plan(problem: Problem, kind: str, folder: Path, count: int, only: str = "") -> Plan:
    """Plan the runs of a problem: `count` of its reference, one of each other submission.

    A submission without its own file is written below `folder`. `only` selects the submissions
    whose name contains it.
    """
    every = find_cases(problem, folder)
    cases = tuple(case for case in every if only in case.name)
    gaps = find_gaps(problem, every)
    if only or problem.variant:
        malformed = tuple(case.name for case in cases if case.malformed)
        gaps = tuple(gap for gap in gaps if gap.what.split(":")[0] in malformed)
    runs = tuple(
        Run(case, SEED + number)
        for case in cases
        if not case.malformed
        for number in range(count if case.kind is Kind.REFERENCE else 1)
    )
    return Plan(problem, kind, cases, runs, gaps, len(every) - len(cases))


def judge(run: Run, ending: Ending) -> Outcome:
    """Compare how a run ended with the expected result of its submission."""
    if ending.summary is not None:
        return Outcome(run, ending, differences(run.case, ending.summary))
    what = {ExitStatus.GRADER_FAULT: "internal error", ExitStatus.USAGE: "could not be read"}
    how = f"killed by signal {-ending.status}" if ending.status < 0 else "no report"
    text = what[ExitStatus(ending.status)] if ending.status in list(what) else how
    return Outcome(run, ending, (f"{text}: {ending.error}" if ending.error else text,))
