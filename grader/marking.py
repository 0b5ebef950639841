"""The way of a check from start to end: read, train, look at the file, predict, ask, report."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader import __version__
from grader.box import folders
from grader.box.plan import MEGABYTE, BoxLimits
from grader.checks.evidence import Evidence
from grader.checks.measuring import measure
from grader.checks.run import run_checks, unasked_checks
from grader.datasets import pictures
from grader.diagnosis import faults, saved_file, silent
from grader.diagnosis.clues import Clues
from grader.diagnosis.verdicts import judge, judge_model
from grader.model_file.predictor import waiting_predictor
from grader.problem import MODEL_FILE, ROOT
from grader.report import FitSummary, ModelSummary, Report, TrainedSummary, Verdict
from grader.submission import Kind, Unfinished, copy_model, look
from grader.training.alone import Alone
from grader.training.run import TrainingTask, train
from grader.training.trainer import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.box.interpreter import Interpreter
    from grader.box.plan import BoxKind
    from grader.checks.evidence import MarkedModel
    from grader.datasets.layout import DataSet
    from grader.model_file.predictor import Predictor
    from grader.problem import Problem
    from grader.report import Fault, Finding
    from grader.submission import Submission, Unreadable
    from grader.training.events import Event
    from grader.training.run import Training
    from grader.training.trainer import Trainer

HIDDEN = tuple(ROOT / name for name in ("grader", "problems", "solutions", "tests", ".git"))
PREDICTING = BoxLimits(300.0, 4000 * MEGABYTE, 500 * MEGABYTE, 10 * MEGABYTE, 256)
NEAR = 0.006
# Faults of a file that nobody was asked about: the predicting box still waits.
NOTHING_TO_MARK = ("NoModel", "UnreadableModel")


@dataclass(frozen=True)
class Marking:
    """One submission to mark: on which data, in which box, from which seed, kept where.

    `dataset` is asked only if the file is worth running. `on_event` sees the events of the
    training as they come, `on_step` what is done next, `on_evidence` what the checks will look at.
    `name` is what the learner calls the file, where it is marked from a copy. `python` trains in
    place of the kit's own, and `keras` is the version asked for: 2, 3, or auto.
    """

    problem: Problem
    submission: Submission
    dataset: Callable[[], DataSet]
    kind: str
    box: BoxKind
    boxes: Path
    seed: int
    on_event: Callable[[Event], None]
    on_step: Callable[[str], None]
    keep: Path | None = None
    notes: tuple[str, ...] = ()
    on_evidence: Callable[[Evidence], None] | None = None
    name: str = ""
    python: Interpreter | None = None
    keras: str = "auto"

    @property
    def file(self) -> str:
        """What the learner calls the file."""
        return self.name or self.submission.path.name


def mark(task: Marking) -> Report:
    """Mark one submission; a fault of the kit is raised, never reported as the learner's."""
    found = look(task.submission, task.problem.stub)
    if found is not None:
        return _report_unrun(task, found)
    dataset = task.dataset()
    trainer = choose(task.submission, task.python, task.keras)
    clock = _Clock()
    alone = task.submission.kind is Kind.MODEL
    name = task.file if alone else MODEL_FILE
    training, sha256 = None, ""
    with folders.box_folder(task.boxes) as folder:
        known = _picture_sets(dataset, folder / "arrays", task.problem.words.get("classes"))
        with waiting_predictor(
            folder / "predict",
            task.box,
            PREDICTING,
            tuple(known.values()),
            Path(sys.executable),
            HIDDEN,
        ) as predictor:
            if alone:
                path = folder / "given" / MODEL_FILE
                sha256 = copy_model(task.submission.path, path)
            else:
                task.on_step("Training in a box")
                with clock.measure("training"), folders.kept(folder / "train" / "work", task.keep):
                    training = _train(task, trainer, dataset, folder / "train")
                path = training.work / MODEL_FILE
            task.on_step(f"Marking {name} on pictures that it never saw")
            with clock.measure("marking"):
                model, fault = measure(path, name, training, predictor, known)
                trained = None
                if training is not None and fault is not None and fault.type in NOTHING_TO_MARK:
                    trained = _trained(task.problem.tiers[dataset.kind], training, predictor, known)
        unsafe = fault is not None and fault.type == "UnsafeModel"
        findings: tuple[Finding, ...] = ()
        if training is not None:
            clues = _clues(task, dataset, training, model)
            fault = faults.of_training(clues) or saved_file.placed(clues, fault)
            findings = silent.find(clues)
        with clock.measure("checks"):
            called = Alone(task.submission, task.box, folder / "alone", trainer.python.path, HIDDEN)
            evidence = _evidence(task, dataset, training, model, fault, called)
            if task.on_evidence is not None:
                task.on_evidence(evidence)
            checks = run_checks(evidence)
    if training is None:
        verdict = judge_model(checks, unsafe=unsafe)
    else:
        verdict = judge(training, fault, checks, unsafe=unsafe)
    report = replace(
        _report(task, verdict, dataset.kind, sha256 or task.submission.sha256),
        checks=checks,
        fault=fault,
        findings=findings,
        trained=trained,
        notes=task.notes,
        seconds=clock.seconds,
    )
    report = _with_model(report, task.problem, dataset, model)
    return report if training is None else _with_training(report, task, trainer, training)


def _trained(
    tiers: tuple[float, ...],
    training: Training,
    predictor: Predictor,
    known: Mapping[str, pictures.PictureSet],
) -> TrainedSummary | None:
    """What the model that was trained would have got; None where no copy of it can be asked."""
    if training.taken is None or not training.record.fits:
        return None
    model, _ = measure(training.taken, MODEL_FILE, training, predictor, known)
    if model is None:
        return None
    accuracy = model.sets["held-out"].accuracy
    return TrainedSummary(_reached(accuracy, tiers), accuracy, training.record.fits[-1].finished)


def _reached(accuracy: float, tiers: tuple[float, ...]) -> int:
    """The mark, 0 to 5."""
    return sum(accuracy >= tier for tier in tiers)


def _clues(task: Marking, dataset: DataSet, training: Training, model: MarkedModel | None) -> Clues:
    return Clues(
        task.problem,
        dataset,
        task.submission,
        training,
        model.facts if model else None,
        model.tried if model else {},
        {name: scored.accuracy for name, scored in model.sets.items()} if model else {},
    )


def _evidence(
    task: Marking,
    dataset: DataSet,
    training: Training | None,
    model: MarkedModel | None,
    fault: Fault | None,
    alone: Alone,
) -> Evidence:
    return Evidence(
        task.problem,
        dataset,
        task.submission,
        training,
        model,
        {"model": faults.in_a_few_words(fault)} if fault else {},
        alone if training is not None else None,
    )


def _train(task: Marking, trainer: Trainer, dataset: DataSet, folder: Path) -> Training:
    target = task.problem.numbers.get("stop_at")
    probe = () if target is None else (target - NEAR, float(target), min(1.0, target + NEAR))
    job = TrainingTask(
        task.submission,
        dataset,
        task.problem.limits,
        task.seed,
        trainer.python.path,
        HIDDEN,
        probe,
        task.problem.own_data,
        task.problem.hash_weights,
        trainer.tf_keras,
    )
    return train(job, folder, task.box, task.on_event)


def _picture_sets(
    dataset: DataSet, scratch: Path, order: str | None
) -> Mapping[str, pictures.PictureSet]:
    """What the model is asked about, labelled by the order of classes that a problem asks for."""
    sets = [pictures.training_sample(dataset, scratch), pictures.held_out(dataset)]
    validation = pictures.validation(dataset)
    sets += [validation] if validation else []
    if order is not None:
        names, _ = dataset.held_out_labels()
        sets = [pictures.reordered(each, names, tuple(order.split(", "))) for each in sets]
    return {each.name: each for each in sets}


def _report(task: Marking, verdict: Verdict, data: str, sha256: str) -> Report:
    return Report(
        problem=task.problem.id,
        title=task.problem.title,
        file=task.file,
        sha256=sha256,
        verdict=verdict,
        data=data,
        box=task.box.value,
        seed=task.seed,
        checks=(),
        variant=task.problem.variant,
        versions={"kit": __version__, "python": sys.version.split()[0]},
    )


def _report_unrun(task: Marking, found: Unfinished | Unreadable) -> Report:
    """The report of a file that is not worth running: nothing of TensorFlow is started."""
    fault = faults.of_reading(task.submission, found)
    checks = unasked_checks(task.problem, faults.in_a_few_words(fault))
    unfinished = isinstance(found, Unfinished)
    verdict = Verdict.NOT_ATTEMPTED if unfinished else Verdict.CRASHED
    report = _report(task, verdict, task.kind, task.submission.sha256)
    return replace(report, checks=checks, fault=fault, notes=task.notes)


def _with_model(
    report: Report, problem: Problem, dataset: DataSet, model: MarkedModel | None
) -> Report:
    if model is None:
        return report
    accuracy = {name: scored.accuracy for name, scored in model.sets.items()}
    tiers = problem.tiers[dataset.kind]
    reached = _reached(accuracy["held-out"], tiers)
    facts = model.facts
    return replace(
        report,
        mark=reached,
        accuracy=accuracy,
        next_tier=tiers[reached] if reached < len(tiers) else None,
        model=ModelSummary(
            model.file,
            facts.bytes,
            facts.sha256,
            facts.parameters,
            model.input_shape,
            facts.output_shape or (),
        ),
    )


def _with_training(report: Report, task: Marking, trainer: Trainer, training: Training) -> Report:
    return replace(
        report,
        fits=_fits(training),
        notes=(
            *report.notes,
            *trainer.notes(task.submission, training.record),
            *faults.notes(training, report.fault),
        ),
        output=training.outcome.output if report.fault else "",
        seconds={**report.seconds, "box": round(training.outcome.seconds, 3)},
        versions={**report.versions, **trainer.versions(training.record)},
    )


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


class _Clock:
    """Seconds of wall time, by the name of what took them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def measure(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 3)
