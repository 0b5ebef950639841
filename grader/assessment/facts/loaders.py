"""Loaders of image folders: how many images they found, and why a count is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import HANDMADE, NotRun, fail
from grader.assessment.checks.requirements import main_fit, stopped_before_fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.training.record import Feed, Fit, Loader, TrainingRecord
    from grader.training.run import Training


@dataclass(frozen=True)
class FolderTask:
    """A folder that a loader must read: its path in the submission's folder, and its classes.

    If training and validation share the folder, `share` is the part for validation, and `counts`
    are the images of this role.
    """

    role: str
    folder: str
    counts: Mapping[str, int]
    share: float = 0

    @property
    def total(self) -> int:
        """Number of images of all classes."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """The counts as text."""
        parts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"{self.total:,} {self.role} images of {len(self.counts)} classes ({parts})"

    def is_met_by(self, count: int) -> bool:
        """Return whether a count is right; in a part, each class may be rounded either way."""
        return abs(count - self.total) <= (len(self.counts) if self.share else 0)


def fit_of(training: Training) -> Fit | None:
    """Return the fit that trained the saved model; None if fit was never called."""
    return main_fit(training) if training.record.fits else None


def find_loader(training: Training, feed: Feed | None, task: FolderTask) -> Loader | None:
    """Return the loader of this task: the one that feeds fit, else the one that reads its folder.

    Raises NotRun if the file stopped before it created a loader.
    """
    record = training.record
    if feed is not None and feed.loaders:
        fed = [loader for number in feed.loaders if (loader := record.loader(number))]
        return max(fed, key=lambda loader: _likeness(training, loader, task), default=None)
    near = [loader for loader in record.loaders if training.shown(loader.directory) == task.folder]
    if not near and not record.fits and record.loaders:
        # People write the training loader first: the first missing loader is that one.
        first, last = record.loaders[0], record.loaders[-1]
        near = [first] if task.role == "training" else [last] if last is not first else []
    if not near:
        stopped_before_fit(training)
    if feed is not None and feed.count is not None:
        near = [loader for loader in near if came_from(loader, feed)]
    # Two loaders of one folder are distinguished by the subset that each takes.
    own = [loader for loader in near if _part(record, loader) == task.role]
    if task.share and not own:
        # None of them feeds fit, and the other role's loader is not the one we need.
        near = [] if record.fits else [loader for loader in near if not loader.subset]
    return next(reversed(own or near), None)


def found_none(loader: Loader) -> str:
    """Return the reason to skip a check because its loader found no images."""
    return f"the loader at line {loader.line} found no images"


def came_from(loader: Loader, feed: Feed) -> bool:
    """Return whether arrays may come from a loader, apart from an incomplete last batch."""
    return feed.count in {loader.count, loader.count - loader.count % (loader.batch or 1)}


def _likeness(training: Training, loader: Loader, task: FolderTask) -> tuple[bool, bool]:
    """Rank the loaders that feed one fit: the largest one is the task's, else the first.

    The others may have been concatenated to it.
    """
    here = training.shown(loader.directory) == task.folder
    return here, bool(task.share) and _part(training.record, loader) == task.role


def _part(record: TrainingRecord, loader: Loader) -> str:
    """Return the subset that a loader takes; subset="both" makes two, training first."""
    if loader.subset != "both":
        return loader.subset
    pairs = [one for one in record.loaders if one.subset == "both" and one.count]
    return "validation" if loader in pairs[1::2] else "training"


def require_counts(  # noqa: RET503  (`fail` does not return)
    training: Training, loader: Loader, task: FolderTask, other: FolderTask
) -> str:
    """Describe the counts; fail if they are not the task's, and say where the loader points."""
    shown = training.shown(loader.directory)
    counted = Counter(PurePosixPath(name).parent.name for name in loader.files)
    whole = loader.count == task.total == sum(counted.values()) and not loader.subset
    if whole and all(counted[name] == count for name, count in task.counts.items()):
        return f"{task.words} in {shown}"
    advice = f"point the {task.role} loader to {task.folder}"
    path, wanted = PurePosixPath(shown), PurePosixPath(task.folder)
    if path.parent == wanted:
        advice = (
            f"it points to the folder of one class, a level too low: point it to {task.folder}, "
            "which contains one folder per class"
        )
    elif wanted.parent == path:
        advice = (
            f"it points a level too high, where the folders are not classes: "
            f"point it to {task.folder}"
        )
    elif path == PurePosixPath(other.folder):
        advice = f"it reads the {other.role} images: point it to {task.folder}"
        if loader.subset:
            advice += ", and remove validation_split and subset"
    elif loader.subset:
        advice = (
            "it takes only a part of the folder: remove validation_split and subset, "
            f"the {other.role} images have their own folder"
        )
    fail(
        expected=task.words,
        actual=f"the loader at line {loader.line} found {loader.count:,} images of "
        f"{len(loader.classes)} {'class' if len(loader.classes) == 1 else 'classes'} in {shown}",
        fix=advice,
    )


def require_part(  # noqa: RET503  (`fail` does not return)
    training: Training, loader: Loader | None, task: FolderTask
) -> str:
    """Describe the count of a part; fail if a loader reads more, fewer, or other classes."""
    if loader is None:
        return HANDMADE
    shown = training.shown(loader.directory)
    if len(loader.classes) == len(task.counts) and task.is_met_by(loader.count):
        return f"{loader.count:,} {task.role} images of {len(task.counts)} classes in {shown}"
    path, wanted = PurePosixPath(shown), PurePosixPath(task.folder)
    advice = (
        f"give the loader a validation_split and subset='{task.role}'; the required "
        f"split leaves {task.total:,} for {task.role}"
    )
    if path.parent == wanted:
        advice = f"it points to the folder of one class, a level too low: point it to {task.folder}"
    elif wanted.parent == path:
        advice = f"it points a level too high: point it to {task.folder}"
    elif loader.subset == "both":
        advice = "subset='both' returns the training part first: training, validation = ..."
    elif loader.subset and loader.subset != task.role:
        advice = f"it takes the other part: write subset='{task.role}'"
    elif loader.subset and len(loader.classes) == len(task.counts):
        advice = (
            f"give both loaders another validation_split: the required one leaves "
            f"{task.total:,} for {task.role}"
        )
    fail(
        expected=f"{task.total:,} {task.role} images of {len(task.counts)} classes",
        actual=f"the loader at line {loader.line} found {loader.count:,} images of "
        f"{len(loader.classes)} {'class' if len(loader.classes) == 1 else 'classes'} in {shown}",
        fix=advice,
    )


def require_every_class(training: Training, loader: Loader, task: FolderTask) -> None:
    """Fail if a part holds images of only some of its classes."""
    found = {PurePosixPath(name).parent.name for name in loader.files}
    if loader.files and len(found) < len(task.counts):
        fail(
            expected=f"{task.role} images of {len(task.counts)} classes",
            actual=f"the loader at line {loader.line} found {loader.count:,} of "
            f"{training.shown(loader.directory)}, {' and '.join(sorted(found)) or 'none'} only",
            fix="remove shuffle=False, which cuts the sorted list of files, and "
            "give both loaders the same seed",
        )


def require_total(feed: Feed | None, task: FolderTask) -> str:
    """Check the number and classes of images that no Keras loader read, where they are known."""
    if feed is not None and feed.count is not None and not _is_all(feed.count, task):
        fail(
            expected=f"{task.total:,} {task.role} images" if task.share else task.words,
            actual=f"fit got {feed.count:,}",
            fix=f"use {task.share:g} of the images of {task.folder} for validation"
            if task.share
            else f"load all images of {task.folder}",
        )
    if feed is not None and feed.classes is not None and feed.classes < len(task.counts):
        fail(
            expected=f"{task.role} images of {len(task.counts)} classes",
            actual=f"the labels in fit belong to {feed.classes}",
            fix="shuffle images and labels, in the same order, before you split them",
        )
    return HANDMADE


def _is_all(count: int, task: FolderTask) -> bool:
    """Return whether a count covers all images of a role; training may add augmented copies."""
    if task.role != "training" or task.is_met_by(count):
        return task.is_met_by(count)
    whole = round(task.total / (1 - task.share))
    is_both = bool(task.share) and abs(count - whole) <= len(task.counts)
    return count > task.total and not is_both


def require_plain_validation(training: Training, task: FolderTask) -> str:
    """Describe how validation images were prepared; fail if they were changed at random."""
    fit = fit_of(training)
    feed = fit.validation if fit else None
    loader, varies = find_loader(training, feed, task), feed is not None and feed.varies
    if loader is None and fit is not None and feed is None:
        raise NotRun(f"fit got no {task.role} images")
    if loader is None and not varies:
        return HANDMADE
    if loader is not None and not loader.count:
        raise NotRun(found_none(loader))
    augmentation = loader.augmentation if loader else ()
    pipeline = feed is not None and feed.kind == "dataset"
    if augmentation or varies:
        place = f"the {task.role} loader at line {loader.line} changes them" if loader else ""
        if fit is not None and not place:
            place = f"the pipeline of the fit at line {fit.line} changes them"
        split = f", validation_split={task.share:g}" if task.share else ""
        how = "two passes over the same images differ"
        if pipeline:
            how = "a mapped function draws random numbers"
        fail(
            expected=f"{task.role} images that are only rescaled",
            actual=f"{place}: {', '.join(augmentation) or how}",
            fix=f"remove the random steps from the pipeline for {task.role}"
            if pipeline
            else f"make a second ImageDataGenerator(rescale=1/255{split}) for {task.role}",
        )
    return HANDMADE if loader is None else "no augmentation"


def require_batch(feed: Feed | None, loader: Loader, size: int) -> None:
    """Fail if fit gets batches of another size, after all steps of the pipeline."""
    fed = feed.batch if feed is not None and loader.id in feed.loaders else None
    if (fed or loader.batch) not in {None, size}:
        kept = fed in {None, loader.batch}
        fail(
            expected=f"batches of {size} images",
            actual=f"the loader at line {loader.line} gives batches of {loader.batch}"
            if kept
            else f"fit gets batches of {fed}",
            fix=f"write batch_size={size} where you create the loader"
            + ("" if kept else f", or .batch({size}) in the pipeline after it"),
        )
