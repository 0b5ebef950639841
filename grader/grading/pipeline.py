"""The way of a check from start to end: read, train, look at the file, predict, ask, report."""

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
NEARER = 0.0005  # A threshold that rounds, or lies a little too low, shows there.
# Faults of a file that nobody was asked about: the predicting box still waits.
NOTHING_TO_MARK = ("NoModel", "UnreadableModel")


@dataclass(frozen=True)
class Sandboxes:
    """What starts the two sandboxes of a grading; a replay returns stored results instead."""

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
            seen = _run(task, trainer, dataset, folder, clock)
            task.on_step(f"Marking {seen.name} on pictures that it never saw")
            with clock.measure("marking"):
                seen = _measured(seen, task.problem.tiers[dataset.kind], predictor, known)
        return _judged(task, trainer, dataset, folder, clock, seen)


@dataclass(frozen=True)
class _Instead:
    """A trained model that is not mymodel.h5: its answers, and what they would have got."""

    model: SavedModel
    summary: TrainedSummary


@dataclass(frozen=True)
class _Seen:
    """What is known so far: the file that is marked, and what its training and marking told.

    `sha256` is that of a model file that was handed in itself.
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
) -> _Seen:
    """Train the submission in a box; a model file is copied as it is."""
    if task.submission.kind is Kind.MODEL:
        path = folder / "given" / MODEL_FILE
        return _Seen(path, task.file, sha256=copy_model(task.submission.path, path))
    task.on_step("Training in a box")
    most = int(task.problem.limits.disk_mb * MEGABYTE)
    copied = kept_files.kept(folder / "train" / "work", task.keep, most)
    with clock.measure("training"), copied as notes:
        training = _train(task, trainer, dataset, folder / "train")
    return _Seen(training.work / MODEL_FILE, MODEL_FILE, training, notes=tuple(notes))


def _measured(
    seen: _Seen,
    tiers: tuple[float, ...],
    predictor: Predicts,
    known: Mapping[str, image_sets.ImageSet],
) -> _Seen:
    """Ask the saved model, or without one the model that was trained, for information only."""
    model, fault = measure(seen.path, seen.name, seen.training, predictor, known)
    instead = None
    if seen.training is not None and fault is not None and fault.type in NOTHING_TO_MARK:
        instead = _instead(tiers, seen.training, predictor, known)
    return replace(seen, model=model, fault=fault, instead=instead)


def _judged(
    task: GradingRequest,
    trainer: Trainer,
    dataset: DataSet,
    folder: Path,
    clock: _Clock,
    seen: _Seen,
) -> Report:
    """Name the mistakes, ask the checks, and put all of it into a report."""
    training = seen.training
    unsafe = seen.fault is not None and seen.fault.type == "UnsafeModel"
    called = Alone(
        task.submission, task.sandbox, folder / "alone", trainer.python.path, task.hidden
    )
    evidence = Evidence(
        task.problem,
        dataset,
        task.submission,
        training,
        seen.model,
        alone=called if training is not None else None,
        instead=_trained(seen),
    )
    fault = seen.fault
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
        begun(task, verdict, dataset.kind, seen.sha256 or task.submission.sha256),
        checks=checks,
        fault=fault,
        mistakes=mistakes,
        trained=seen.instead.summary if seen.instead else None,
        notes=(*task.notes, *seen.notes, *advice),
        seconds=clock.seconds,
    )
    report = report_builder.with_model(report, task.problem, dataset, seen.model)
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
    """The model that was saved last under another name, else the copy of the trained one."""
    fits, saves = training.record.fits, training.record.saves
    finished = not fits or fits[-1].finished
    path = training.outside(saves[-1].path) if saves else None
    if path is not None:
        name = training.shown(saves[-1].path)
        model, fault = measure(path, name, training, predictor, known)
        if model is not None:
            return _Instead(model, _summary(tiers, model, name, finished=finished))
        if fault is not None and fault.type == "PredictionFailed":
            return None  # The box that predicts has ended.
    if training.taken is None or not fits:
        return None
    model, _ = measure(training.taken, MODEL_FILE, training, predictor, known)
    return _Instead(model, _summary(tiers, model, "", finished=finished)) if model else None


def _summary(
    tiers: tuple[float, ...], model: SavedModel, file: str, *, finished: bool
) -> TrainedSummary:
    accuracy = model.sets["held-out"].accuracy
    return TrainedSummary(report_builder.reached(accuracy, tiers), accuracy, finished, file)


def _trained(seen: _Seen) -> SavedModel | None:
    """The model that was trained and not saved as the exam takes it, where its training ended."""
    instead, training = seen.instead, seen.training
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
    """What the model is asked about, labelled by the order of classes that a problem asks for."""
    sets = [image_sets.training_sample(dataset, scratch), image_sets.held_out(dataset)]
    validation = image_sets.validation(dataset)
    sets += [validation] if validation else []
    if order:
        names, _ = dataset.held_out_labels()
        sets = [image_sets.reordered(each, names, order) for each in sets]
    return {each.name: each for each in sets}


class _Clock:
    """Seconds of wall time, by the name of what took them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 3)
