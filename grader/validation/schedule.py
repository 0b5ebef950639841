"""Choose the next run; skip runs whose result is already clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report import Verdict
from grader.solutions import Kind
from grader.validation.run_summary import accuracy
from grader.validation.statistics import FAR, lies_clear, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.validation.run_summary import RunSummary
    from grader.validation.runs import Outcome, Plan, Run

FAILURES = 2
FEWEST = 8


class Schedule:
    """The runs of all problems in order; skips a reference whose result is clear."""

    def __init__(self, plans: Sequence[Plan], *, all_runs: bool = False) -> None:
        self._plans = {plan.problem.label: plan for plan in plans}
        self._waiting = [run for plan in plans for run in plan.runs]
        self._all_runs = all_runs
        self.outcomes: list[Outcome] = []

    @property
    def waiting(self) -> tuple[Run, ...]:
        """The remaining runs, as far as known now."""
        return tuple(run for run in self._waiting if not self._is_needless(run))

    def take(self) -> Run | None:
        """Return the next run; None if there is none."""
        for run in self._waiting:
            if not self._is_needless(run):
                self._waiting.remove(run)
                return run
        return None

    def add(self, outcome: Outcome) -> None:
        """Add the outcome of a run, new or cached."""
        self.outcomes.append(outcome)
        if outcome.run in self._waiting:
            self._waiting.remove(outcome.run)

    def of(self, problem: str, *kinds: Kind) -> tuple[Outcome, ...]:
        """Return the outcomes of a problem's submissions, of all kinds or of the given ones."""
        order = {run: place for place, run in enumerate(self._plans[problem].runs)}
        found = [
            outcome
            for outcome in self.outcomes
            if outcome.run.case.label == problem and (not kinds or outcome.run.case.kind in kinds)
        ]
        return tuple(sorted(found, key=lambda outcome: order[outcome.run]))

    def stopped(self, problem: str) -> str:
        """Return why the reference was run less often than asked; empty if it was not."""
        left = any(
            run.case.label == problem and run.case.kind is Kind.REFERENCE for run in self._waiting
        )
        return self._answer(problem) if left else ""

    def _is_needless(self, run: Run) -> bool:
        return run.case.kind is Kind.REFERENCE and bool(self._answer(run.case.label))

    def _answer(self, problem: str) -> str:
        """Return "failing" after two failures, "clear" after enough runs far from thresholds."""
        done = self.of(problem, Kind.REFERENCE)
        if sum(bool(outcome.errors) for outcome in done) >= FAILURES:
            return "failing"
        if self._all_runs or len(done) < FEWEST or any(outcome.errors for outcome in done):
            return ""
        plan = self._plans[problem]
        clear = all(
            lies_clear(spread(reached(done, name)), value, FAR)
            for name, value in plan.problem.thresholds[plan.kind].items()
            if reached(done, name)
        )
        return "clear" if clear else ""


def reached(outcomes: Sequence[Outcome], threshold: str) -> list[float]:
    """Return the accuracies of the runs for one threshold, where it was measured."""
    figures = [accuracy(one, threshold) for one in reported(outcomes)]
    return [value for value in figures if value is not None]


def passed(outcomes: Sequence[Outcome]) -> int:
    """Count the runs that passed all checks."""
    return sum(one.verdict is Verdict.PASSED for one in reported(outcomes))


def reported(outcomes: Sequence[Outcome]) -> list[RunSummary]:
    """Return the summaries of runs with a report whose code did not change meanwhile."""
    summaries = [outcome.ending.summary for outcome in outcomes if outcome.ending.summary]
    return [one for one in summaries if not one.changed]
