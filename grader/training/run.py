"""A submission trained in box 1."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.box.paths import inside_path
from grader.box.plan import MEGABYTE, BoxKind, BoxLimits, BoxPlan, Mount
from grader.box.running import RunningBox
from grader.training import places
from grader.training.events import parse
from grader.training.printed import Printed, unmarked
from grader.training.reader import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.box.plan import Outcome
    from grader.datasets.layout import DataSet
    from grader.problem import Limits
    from grader.submission import Submission
    from grader.training.events import Event
    from grader.training.record import TrainingRecord

TAKEN = ".practice-trained.h5"  # as grader/inside/taken.py calls it
SERVED = "home/.practice/data"  # as grader/inside/offline/serving.py calls it
KERAS_SETS = ("fashion-mnist",)  # What keras.datasets looks for before it downloads.


@dataclass(frozen=True)
class TrainingTask:
    """What to train, on what, within which limits; `probe` are accuracies to try callbacks with.

    `own_data` gives it a copy of the data, which it may change; `hash_weights` has the record tell
    the weights of each epoch apart; `tf_keras` runs it under Keras 2, which must be installed.
    `on_output` gets all that it prints, as it comes.
    """

    submission: Submission
    dataset: DataSet
    limits: Limits
    seed: int
    python: Path
    hidden: tuple[Path, ...]
    probe: tuple[float, ...] = ()
    own_data: bool = False
    hash_weights: bool = False
    tf_keras: bool = False
    on_output: Callable[[bytes], None] | None = None


@dataclass(frozen=True)
class Training:
    """What came of it: the record, how the box ended, and the box's own work and /tmp folders.

    `taken` is where a copy of the model lies that the last fit trained, if there is one. `links`
    are other paths in the box, each with the path that it stands for. `printed` are the last lines
    that the submission itself printed.
    """

    record: TrainingRecord
    outcome: Outcome
    work: Path
    box_work: str
    tmp: Path
    box_tmp: str
    taken: Path | None = None
    links: tuple[tuple[str, str], ...] = ()
    printed: tuple[str, ...] = ()

    def shown(self, path: str) -> str:
        """A path inside the box as the learner knows it: relative to the submission's folder."""
        path, top = self._followed(path), self.box_work + "/"
        return path.removeprefix(top) if path.startswith(top) else path

    def outside(self, path: str) -> Path | None:
        """Where a path inside the box lies on this machine; None if it is on no disk of the box."""
        whole = self._followed(os.path.normpath(os.path.join(self.box_work, path)))  # noqa: PTH118
        for inner, outer in ((self.box_work, self.work), (self.box_tmp, self.tmp)):
            if Path(whole).is_relative_to(inner):
                place = outer / Path(whole).relative_to(inner)
                # A link may lead anywhere; only what lies in the box is the submission's.
                return place if _is_below(place, outer) else None
        return None

    def inside(self, place: Path) -> str:
        """A place below the box's disk as the learner knows it."""
        if place.is_relative_to(self.work):
            return place.relative_to(self.work).as_posix()
        return f"{self.box_tmp}/{place.relative_to(self.tmp).as_posix()}"

    def _followed(self, path: str) -> str:
        for link, place in self.links:
            if path == link or path.startswith(f"{link}/"):
                return place + path.removeprefix(link)
        return path


def _is_below(place: Path, top: Path) -> bool:
    try:
        return can_be_opened(place) and place.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):  # Python below 3.13 raises RuntimeError for a circle of links.
        return False


def can_be_opened(place: Path) -> bool:
    """Whether the system takes a path, which need not exist: not too long, no null byte."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return True


def train(
    task: TrainingTask, folder: Path, kind: BoxKind, on_event: Callable[[Event], None]
) -> Training:
    """Run the submission to its end or to its limits; `on_event` sees each event as it comes."""
    work = folder / "work"
    work.mkdir(parents=True)
    (work / task.submission.box_name).write_bytes(task.submission.program)
    if task.own_data:
        shutil.copytree(task.dataset.visible, work / "data", copy_function=shutil.copyfile)
    plan = _plan(task, folder)
    for link in plan.links:
        (folder / link.place).mkdir(parents=True, exist_ok=True)
    reader, printed = RecordReader(task.submission.at), Printed()

    def on_output(data: bytes) -> None:
        plain = printed.take(data)
        if task.on_output is not None:
            task.on_output(plain)

    def on_line(line: bytes) -> None:
        event = parse(line)
        if event is not None and reader.take(event):
            on_event(event)

    with RunningBox(plan, kind, on_output) as box:
        outcome = box.finish(on_line)
    outcome = replace(outcome, output=unmarked(outcome.output))
    box_work, box_tmp = (inside_path(kind, folder, name) for name in ("work", "tmp"))
    taken = folder / "home" / TAKEN
    links = tuple(
        (inside_path(kind, folder, link.path.strip("/")), inside_path(kind, folder, link.place))
        for link in plan.links
    )
    return Training(
        reader.record,
        outcome,
        work,
        box_work,
        folder / "tmp",
        box_tmp,
        taken,
        links,
        printed.lines,
    )


def _plan(task: TrainingTask, folder: Path) -> BoxPlan:
    limits = BoxLimits(
        seconds=task.limits.seconds,
        memory=int(task.limits.memory_mb * MEGABYTE),
        disk=int(task.limits.disk_mb * MEGABYTE),
        output=int(task.limits.output_mb * MEGABYTE),
        processes=task.limits.processes,
    )
    mounts = []
    for source in sorted(task.dataset.visible.iterdir()):
        if not task.own_data:
            mounts.append(Mount(source, f"work/data/{source.name}"))
        place = "home/.keras/datasets" if source.name in KERAS_SETS else SERVED
        mounts.append(Mount(source, f"{place}/{source.name}"))
    argument = json.dumps(
        {
            "file": task.submission.box_name,
            "cells": [[cell.first, cell.may_fail] for cell in task.submission.cells],
            "has_shell": task.submission.has_shell,
            "seed": task.seed,
            "limits": {
                "seconds": limits.seconds,
                "memory": limits.memory,
                "disk": limits.disk,
                "processes": limits.processes,
            },
            "probe": {"values": list(task.probe)} if task.probe else None,
            "hash_weights": task.hash_weights,
        }
    )
    return BoxPlan(
        folder,
        "train",
        (argument,),
        tuple(mounts),
        limits,
        task.python,
        task.hidden,
        (("TF_USE_LEGACY_KERAS", "1"),) if task.tf_keras else (),
        links=places.named_in(task.submission.program),
    )
