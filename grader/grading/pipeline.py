"""The pipeline: read, train, inspect, predict, score, check, report."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.assessment.checks.engine import require_checks, run_checks
from grader.assessment.evidence import Evidence
from grader.assessment.mistakes import faults, saved_file
from grader.assessment.mistakes import training as training_mistakes
from grader.assessment.mistakes.reading_faults import reason_to_skip
from grader.datasets import image_sets
from grader.grading import report_builder
from grader.grading.measure import measure
from grader.grading.static_report import begun
from grader.grading.verdict import judge, judge_model
from grader.model_file.predictor import waiting_predictor
from grader.problem import MODEL_FILE
from grader.report import TrainedSummary
from grader.sandbox import kept_files, run_folders
from grader.sandbox.plan import MEGABYTE, SandboxLimits
from grader.submission import Kind, copy_model
from grader.training.function_call import Alone
from grader.training.run import TrainingTask, train
from grader.training.trainer import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from grader.assessment.evidence import SavedModel
    from grader.datasets.layout import DataSet
    from grader.grading.request import GradingRequest
    from grader.model_file.predictor import Predicts
    from grader.report import Fault, Mistake, Report
    from grader.training.run import Training
    from grader.training.trainer import Trainer

PREDICTING = SandboxLimits(300.0, 4000 * MEGABYTE, 500 * MEGABYTE, 10 * MEGABYTE, 256)
NEAR = 0.006
NEARER = 0.0005  # Reveals a threshold that is rounded or slightly too low.
# Faults that occur before any prediction: the predicting sandbox is still unused.
NOTHING_TO_SCORE = ("NoModel", "UnreadableModel")


@dataclass(frozen=True)
class Sandboxes:
    """The functions that start the two sandboxes of a grading; a replay replaces them."""

    train: Callable[..., Training] = train
    predictor: Callable[..., AbstractContextManager[Predicts]] = waiting_predictor


def run_and_grade(task: GradingRequest) -> Report:
    """Train a submission and grade what it saved; a kit fault is raised."""
    require_checks(task.problem)  # Before an hour of training, not after it.
    dataset = task.dataset()
    trainer = choose(task.submission, task.python, task.keras)
    sandboxes = task.sandboxes or Sandboxes()
    clock = _Clock()
    with run_folders.sandbox_folder(task.sandbox_root, task.on_step) as folder:
        outputs = task.problem.outputs
        known = _image_sets(dataset, folder / "arrays", outputs.classes if outputs else ())
        with sandboxes.predictor(
            folder / "predict",
            task.sandbox,
            PREDICTING,
            tuple(known.values()),
            Path(sys.executable),
            task.hidden,
        ) as predictor:
            run = _run(task, trainer, dataset, folder, clock)
            count = len(known["held-out"].labels)
            task.on_step(f"Scoring {run.name} on {count:,} held-out images")
            with clock.measure("marking"):
                run = _measured(run, task.problem.tiers[dataset.kind], predictor, known)
        return _report(task, trainer, dataset, folder, clock, run)


@dataclass(frozen=True)
class _Instead:
    """A trained model that is not mymodel.h5: its predictions, and the score it would get."""

    model: SavedModel
    summary: TrainedSummary


@dataclass(frozen=True)
class _Run:
    """The results so far: the model file, its training, its predictions.

    `sha256` is set for a submitted model file.
    """

    path: Path
    name: str
    training: Training | None = None
    sha256: str = ""
    model: SavedModel | None = None
    fault: Fault | None = None
    instead: _Instead | None = None
    notes: tuple[str, ...] = ()


def _run(
    task: GradingRequest, trainer: Trainer, dataset: DataSet, folder: Path, clock: _Clock
) -> _Run:
    """Train the submission in a sandbox, or copy a model file."""
    if task.submission.kind is Kind.MODEL:
        path = folder / "given" / MODEL_FILE
        return _Run(path, task.file, sha256=copy_model(task.submission.path, path))
    task.on_step("Training in a sandbox")
    limit = int(task.problem.limits.disk_mb * MEGABYTE)
    copied = kept_files.kept(folder / "train" / "work", task.keep, limit)
    with clock.measure("training"), copied as notes:
        training = _train(task, trainer, dataset, folder / "train")
    return _Run(training.work / MODEL_FILE, MODEL_FILE, training, notes=tuple(notes))


def _measured(
    run: _Run,
    tiers: tuple[float, ...],
    predictor: Predicts,
    known: Mapping[str, image_sets.ImageSet],
) -> _Run:
    """Measure the saved model; without one, measure the trained model for information."""
    model, fault = measure(run.path, run.name, run.training, predictor, known)
    instead = None
    if run.training is not None and fault is not None and fault.type in NOTHING_TO_SCORE:
        instead = _instead(tiers, run.training, predictor, known)
    return replace(run, model=model, fault=fault, instead=instead)


def _report(
    task: GradingRequest,
    trainer: Trainer,
    dataset: DataSet,
    folder: Path,
    clock: _Clock,
    run: _Run,
) -> Report:
    """Find the mistakes, run the checks, and build the report."""
    training = run.training
    unsafe = run.fault is not None and run.fault.type == "UnsafeModel"
    called = Alone(
        task.submission, task.sandbox, folder / "alone", trainer.python.path, task.hidden
    )
    evidence = Evidence(
        task.problem,
        dataset,
        task.submission,
        training,
        run.model,
        alone=called if training is not None else None,
        instead=_trained(run),
    )
    fault = run.fault
    mistakes: tuple[Mistake, ...] = ()
    advice: tuple[str, ...] = ()
    if training is not None:
        fault = faults.of_training(evidence) or saved_file.placed(evidence, fault)
        mistakes, advice = training_mistakes.find(evidence), training_mistakes.advice(evidence)
    missing = {"model": reason_to_skip(fault)} if fault else {}
    evidence = replace(evidence, missing=missing, causes=training_mistakes.causes(mistakes))
    with clock.measure("checks"):
        if task.on_evidence is not None:
            task.on_evidence(evidence)
        checks = run_checks(evidence)
    if training is None:
        verdict = judge_model(checks, unsafe=unsafe)
    else:
        verdict = judge(training, fault, checks, unsafe=unsafe)
    report = replace(
        begun(task, verdict, dataset.kind, run.sha256 or task.submission.sha256),
        checks=checks,
        fault=fault,
        mistakes=mistakes,
        trained=run.instead.summary if run.instead else None,
        notes=(*task.notes, *run.notes, *advice),
        seconds=clock.seconds,
    )
    report = report_builder.with_model(report, task.problem, dataset, run.model)
    return (
        report
        if training is None
        else report_builder.with_training(report, task, trainer, training)
    )


def _instead(
    tiers: tuple[float, ...],
    training: Training,
    predictor: Predicts,
    known: Mapping[str, image_sets.ImageSet],
) -> _Instead | None:
    """Measure the model that was saved last under another name, else a copy of the trained one."""
    fits, saves = training.record.fits, training.record.saves
    finished = not fits or fits[-1].finished
    path = training.outside(saves[-1].path) if saves else None
    if path is not None:
        name = training.shown(saves[-1].path)
        model, fault = measure(path, name, training, predictor, known)
        if model is not None:
            return _Instead(model, _summary(tiers, model, name, finished=finished))
        if fault is not None and fault.type == "PredictionFailed":
            return None  # The predicting sandbox has ended.
    if training.taken is None or not fits:
        return None
    model, _ = measure(training.taken, MODEL_FILE, training, predictor, known)
    return _Instead(model, _summary(tiers, model, "", finished=finished)) if model else None


def _summary(
    tiers: tuple[float, ...], model: SavedModel, file: str, *, finished: bool
) -> TrainedSummary:
    accuracy = model.sets["held-out"].accuracy
    return TrainedSummary(report_builder.reached(accuracy, tiers), accuracy, finished, file)


def _trained(run: _Run) -> SavedModel | None:
    """Return the trained model that was not saved as mymodel.h5, if its training finished."""
    instead, training = run.instead, run.training
    if instead is None or training is None:
        return None
    ended = instead.summary.finished and training.record.raised is None
    return instead.model if ended else None


def _train(task: GradingRequest, trainer: Trainer, dataset: DataSet, folder: Path) -> Training:
    stopping = task.problem.stopping
    probe: tuple[float, ...] = ()
    if stopping is not None:
        target = stopping.accuracy
        probe = (target - NEAR, target - NEARER, target, min(1.0, target + NEAR))
    job = TrainingTask(
        task.submission,
        dataset,
        task.problem.limits,
        task.seed,
        trainer.python.path,
        task.hidden,
        probe,
        task.problem.training.own_data,
        task.problem.checkpoint is not None,
        trainer.tf_keras,
        task.on_output,
    )
    sandboxes = task.sandboxes or Sandboxes()
    return sandboxes.train(job, folder, task.sandbox, task.on_event)


def _image_sets(
    dataset: DataSet, scratch: Path, order: tuple[str, ...]
) -> Mapping[str, image_sets.ImageSet]:
    """Return the image sets to predict, labelled in the class order that the problem asks for."""
    sets = [image_sets.training_sample(dataset, scratch), image_sets.held_out(dataset)]
    validation = image_sets.validation(dataset)
    sets += [validation] if validation else []
    if order:
        names, _ = dataset.held_out_labels()
        sets = [image_sets.reordered(each, names, order) for each in sets]
    return {each.name: each for each in sets}


class _Clock:
    """Wall time in seconds, by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 3)
