"""Build the report of a grading step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.assessment.mistakes import faults
from grader.report import FitSummary, ModelSummary

if TYPE_CHECKING:
    from grader.assessment.evidence import SavedModel
    from grader.datasets.layout import DataSet
    from grader.grading.request import GradingRequest
    from grader.problem import Problem
    from grader.report import Report
    from grader.sandbox.plan import Outcome
    from grader.training.run import Training
    from grader.training.trainer import Trainer


def with_model(
    report: Report, problem: Problem, dataset: DataSet, model: SavedModel | None
) -> Report:
    """Add the accuracy and the score of the saved model, if there is one."""
    if model is None:
        return report
    accuracy = {name: scored.accuracy for name, scored in model.sets.items()}
    tiers = problem.tiers[dataset.kind]
    score = reached(accuracy["held-out"], tiers)
    facts = model.facts
    return replace(
        report,
        score=score,
        accuracy=accuracy,
        next_tier=tiers[score] if score < len(tiers) else None,
        model=ModelSummary(
            model.file,
            facts.bytes,
            facts.sha256,
            facts.parameters,
            model.input_shape,
            facts.output_shape or (),
        ),
    )


def with_training(
    report: Report, task: GradingRequest, trainer: Trainer, training: Training
) -> Report:
    """Add the results of the training."""
    return replace(
        report,
        fits=_fits(training),
        notes=(
            *report.notes,
            *trainer.notes(task.submission, training.record),
            *faults.notes(training, report.fault),
        ),
        output=training.outcome.output if report.fault else "",
        printed=training.printed,
        seconds={**report.seconds, **_seconds(training.outcome)},
        versions={**report.versions, **trainer.versions(training.record)},
    )


def _seconds(outcome: Outcome) -> dict[str, float]:
    """Return the wall time of the training, its CPU time, and the limit of the CPU time."""
    seconds = {"sandbox": outcome.seconds, "cpu": outcome.cpu_seconds}
    if outcome.limits is not None:
        seconds["cpu_limit"] = outcome.limits.seconds * outcome.cores
    return {name: round(value, 3) for name, value in seconds.items()}


def _fits(training: Training) -> tuple[FitSummary, ...]:
    return tuple(
        FitSummary(
            model=fit.model,
            epochs_asked=fit.epochs_asked,
            epochs_run=len(fit.epochs),
            stopped_by=fit.stopper.callback if fit.stopper else "",
            accuracy=next(iter(fit.history(fit.accuracy_name or "")[-1:]), None),
            validation_accuracy=next(iter(fit.history(f"val_{fit.accuracy_name}")[-1:]), None),
        )
        for fit in training.record.fits
    )


def reached(accuracy: float, tiers: tuple[float, ...]) -> int:
    """Return the score, 0 to 5: the number of tiers reached."""
    return sum(accuracy >= tier for tier in tiers)
