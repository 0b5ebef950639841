"""One run of one submission: what is to do, how it ended, and what is amiss with it."""

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
    from grader.validation.run_summary import Seen

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

    `status` is its exit status, negative for a signal. `seen` is None where it gave no report,
    and `error` then says why. `seconds` is its wall time; `kept` tells that an earlier validation
    ran it.
    """

    status: int
    seen: Seen | None
    error: str
    seconds: float
    kept: bool = False


@dataclass(frozen=True)
class Outcome:
    """A run that has ended; `amiss` is empty where all is as wanted."""

    run: Run
    ending: Ending
    amiss: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """One problem to validate: on which kind of data, by which runs, and what it lacks.

    `left_out` counts the submissions that were not selected; what the problem lacks is then
    not looked at.
    """

    problem: Problem
    kind: str
    cases: tuple[Case, ...]
    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...]
    left_out: int = 0


def plan(problem: Problem, kind: str, folder: Path, count: int, only: str = "") -> Plan:
    """The runs of a problem: `count` of its reference, one of each other submission.

    What has no file of its own is written below `folder`. `only` keeps the submissions
    whose name holds it, and asks nothing of the others.
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
    """Compare how a run ended with what is wanted of its submission."""
    if ending.seen is not None:
        return Outcome(run, ending, differences(run.case, ending.seen))
    what = {ExitStatus.GRADER_FAULT: "a fault of the kit", ExitStatus.USAGE: "could not be read"}
    how = f"was ended by signal {-ending.status}" if ending.status < 0 else "gave no report"
    text = what[ExitStatus(ending.status)] if ending.status in list(what) else how
    return Outcome(run, ending, (f"{text}: {ending.error}" if ending.error else text,))
