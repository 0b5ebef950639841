"""Reports of submissions that are not run: reading them is enough."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from grader import __version__
from grader.assessment.checks.engine import unasked_checks
from grader.assessment.mistakes.reading_faults import of_reading, reason_to_skip
from grader.report import Report, Verdict
from grader.submission import Unfinished, look

if TYPE_CHECKING:
    from grader.grading.request import GradingRequest


def begun(task: GradingRequest, verdict: Verdict, data: str, sha256: str) -> Report:
    """Return a report with the submission, the verdict and the run's settings."""
    return Report(
        problem=task.problem.id,
        title=task.problem.title,
        file=task.file,
        sha256=sha256,
        verdict=verdict,
        data=data,
        sandbox=task.sandbox.value,
        seed=task.seed,
        checks=(),
        variant=task.problem.variant,
        versions={"kit": __version__, "python": sys.version.split()[0]},
    )


def static_report(task: GradingRequest) -> Report | None:
    """Return the report of a file that need not run; None if it must be run."""
    found = look(task.submission, lambda: task.problem.stub)
    if found is None:
        return None
    fault = of_reading(task.submission, found)
    checks = unasked_checks(task.problem, reason_to_skip(fault))
    unfinished = isinstance(found, Unfinished)
    verdict = Verdict.NOT_ATTEMPTED if unfinished else Verdict.CRASHED
    report = begun(task, verdict, task.kind, task.submission.sha256)
    return replace(report, checks=checks, fault=fault, notes=task.notes)
