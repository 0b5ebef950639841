"""The report of a marking, filled in with what each of its steps has found."""

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
    """The report with the accuracy and mark of the saved model, if there is one."""
    if model is None:
        return report
    accuracy = {name: scored.accuracy for name, scored in model.sets.items()}
    tiers = problem.tiers[dataset.kind]
    mark = reached(accuracy["held-out"], tiers)
    facts = model.facts
    return replace(
        report,
        score=mark,
        accuracy=accuracy,
        next_tier=tiers[mark] if mark < len(tiers) else None,
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
    """The report with what the training told."""
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
    """Wall time of the training, its CPU time, and the CPU time that it was granted."""
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
    """The mark, 0 to 5."""
    return sum(accuracy >= tier for tier in tiers)
