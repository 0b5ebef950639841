"""Loaders of pictures in folders: what they counted, and where they point when they miscount."""

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
    """A folder that a loader must read: its path as the learner knows it, and its classes.

    Where its role has a part of the folder, `share` is what validation keeps of it, and `counts`
    are of the part.
    """

    role: str
    folder: str
    counts: Mapping[str, int]
    share: float = 0

    @property
    def total(self) -> int:
        """Pictures of all classes."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """The counts as text."""
        parts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"{self.total:,} {self.role} pictures of {len(self.counts)} classes ({parts})"

    def is_met_by(self, count: int) -> bool:
        """Whether there are so many, rounded one way or another in each class of a part."""
        return abs(count - self.total) <= (len(self.counts) if self.share else 0)


def fit_of(training: Training) -> Fit | None:
    """The fit that trained the saved model; None where fit was never called."""
    return main_fit(training) if training.record.fits else None


def find_loader(training: Training, feed: Feed | None, task: FolderTask) -> Loader | None:
    """The loader of this task: the one that fit was fed, else the one that reads its folder.

    Raises NotRun where the file stopped before it made a loader.
    """
    record = training.record
    if feed is not None and feed.loaders:
        fed = [loader for number in feed.loaders if (loader := record.loader(number))]
        return max(fed, key=lambda loader: _likeness(training, loader, task), default=None)
    near = [loader for loader in record.loaders if training.shown(loader.directory) == task.folder]
    if not near and not record.fits and record.loaders:
        # The first miss is the training loader's, by the order in which people write them.
        first, last = record.loaders[0], record.loaders[-1]
        near = [first] if task.role == "training" else [last] if last is not first else []
    if not near:
        stopped_before_fit(training)
    if feed is not None and feed.count is not None:
        near = [loader for loader in near if came_from(loader, feed)]
    # Two loaders of one folder are told apart by the part that each takes.
    own = [loader for loader in near if _part(record, loader) == task.role]
    if task.share and not own:
        # What fit was fed came from none of them, and the other part's loader is not meant.
        near = [] if record.fits else [loader for loader in near if not loader.subset]
    return next(reversed(own or near), None)


def found_none(loader: Loader) -> str:
    """What to say of a loader that found no image, where that is judged by another check."""
    return f"the loader at line {loader.line} found no images"


def came_from(loader: Loader, feed: Feed) -> bool:
    """Whether arrays may be what a loader gave, but for a last batch that was not whole."""
    return feed.count in {loader.count, loader.count - loader.count % (loader.batch or 1)}


def _likeness(training: Training, loader: Loader, task: FolderTask) -> tuple[bool, bool]:
    """Which of several loaders that flow into one fit is the task's: the largest, else the first.

    Others may have been joined to it.
    """
    here = training.shown(loader.directory) == task.folder
    return here, bool(task.share) and _part(training.record, loader) == task.role


def _part(record: TrainingRecord, loader: Loader) -> str:
    """The part of its folder that a loader takes; subset="both" makes two, training first."""
    if loader.subset != "both":
        return loader.subset
    pairs = [one for one in record.loaders if one.subset == "both" and one.count]
    return "validation" if loader in pairs[1::2] else "training"


def require_counts(  # noqa: RET503  (`fail` does not return)
    training: Training, loader: Loader, task: FolderTask, other: FolderTask
) -> str:
    """The counts in words; fails where they are not the task's, saying where the loader points."""
    shown = training.shown(loader.directory)
    counted = Counter(PurePosixPath(name).parent.name for name in loader.files)
    whole = loader.count == task.total == sum(counted.values()) and not loader.subset
    if whole and all(counted[name] == count for name, count in task.counts.items()):
        return f"{task.words} in {shown}"
    advice = f"point the {task.role} loader at {task.folder}"
    path, wanted = PurePosixPath(shown), PurePosixPath(task.folder)
    if path.parent == wanted:
        advice = (
            f"it points at one class's folder, a level too low: point it at {task.folder}, "
            "whose folders are the classes"
        )
    elif wanted.parent == path:
        advice = (
            f"it points a level too high, where the folders are no classes: "
            f"point it at {task.folder}"
        )
    elif path == PurePosixPath(other.folder):
        advice = f"it reads the {other.role} pictures: point it at {task.folder}"
        if loader.subset:
            advice += ", and leave validation_split and subset out"
    elif loader.subset:
        advice = (
            "it takes a part of the folder only: leave validation_split and subset out, "
            f"the {other.role} pictures have a folder of their own"
        )
    fail(
        expected=task.words,
        actual=f"the loader at line {loader.line} found {loader.count:,} pictures of "
        f"{len(loader.classes)} {'class' if len(loader.classes) == 1 else 'classes'} in {shown}",
        fix=advice,
    )


def require_part(  # noqa: RET503  (`fail` does not return)
    training: Training, loader: Loader | None, task: FolderTask
) -> str:
    """A part's count in words; fails where a loader reads more, less, or other classes."""
    if loader is None:
        return HANDMADE
    shown = training.shown(loader.directory)
    if len(loader.classes) == len(task.counts) and task.is_met_by(loader.count):
        return f"{loader.count:,} {task.role} pictures of {len(task.counts)} classes in {shown}"
    path, wanted = PurePosixPath(shown), PurePosixPath(task.folder)
    advice = (
        f"give the loader a validation_split and subset='{task.role}'; the split that is asked "
        f"for leaves {task.total:,} for {task.role}"
    )
    if path.parent == wanted:
        advice = f"it points at one class's folder, a level too low: point it at {task.folder}"
    elif wanted.parent == path:
        advice = f"it points a level too high: point it at {task.folder}"
    elif loader.subset == "both":
        advice = "subset='both' gives the training part first: training, validation = ..."
    elif loader.subset and loader.subset != task.role:
        advice = f"it takes the other part: write subset='{task.role}'"
    elif loader.subset and len(loader.classes) == len(task.counts):
        advice = (
            f"give both loaders another validation_split: the one that is asked for leaves "
            f"{task.total:,} for {task.role}"
        )
    fail(
        expected=f"{task.total:,} {task.role} pictures of {len(task.counts)} classes",
        actual=f"the loader at line {loader.line} found {loader.count:,} pictures of "
        f"{len(loader.classes)} {'class' if len(loader.classes) == 1 else 'classes'} in {shown}",
        fix=advice,
    )


def require_every_class(training: Training, loader: Loader, task: FolderTask) -> None:
    """Fail where a part holds pictures of some of its classes only."""
    found = {PurePosixPath(name).parent.name for name in loader.files}
    if loader.files and len(found) < len(task.counts):
        fail(
            expected=f"{task.role} pictures of {len(task.counts)} classes",
            actual=f"the loader at line {loader.line} found {loader.count:,} of "
            f"{training.shown(loader.directory)}, {' and '.join(sorted(found)) or 'none'} only",
            fix="the list of files is cut before it is shuffled: leave shuffle=False out and "
            "give both loaders the same seed",
        )


def require_total(feed: Feed | None, task: FolderTask) -> str:
    """Judge pictures that no loader of Keras brought: number and classes, where they are known."""
    if feed is not None and feed.count is not None and not _is_all(feed.count, task):
        fail(
            expected=f"{task.total:,} {task.role} pictures" if task.share else task.words,
            actual=f"fit was given {feed.count:,}",
            fix=f"keep {task.share:g} of the pictures of {task.folder} for validation"
            if task.share
            else f"load all pictures of {task.folder}",
        )
    if feed is not None and feed.classes is not None and feed.classes < len(task.counts):
        fail(
            expected=f"{task.role} pictures of {len(task.counts)} classes",
            actual=f"the labels that fit was given are of {feed.classes}",
            fix="shuffle pictures and labels, in the same order, before they are divided",
        )
    return HANDMADE


def _is_all(count: int, task: FolderTask) -> bool:
    """Whether these are all pictures of a role; training pictures may come with varied copies."""
    if task.role != "training" or task.is_met_by(count):
        return task.is_met_by(count)
    whole = round(task.total / (1 - task.share))
    is_both = bool(task.share) and abs(count - whole) <= len(task.counts)
    return count > task.total and not is_both


def require_plain_validation(training: Training, task: FolderTask) -> str:
    """How validation pictures were shown, in words; fails where they were changed at random."""
    fit = fit_of(training)
    feed = fit.validation if fit else None
    loader, varies = find_loader(training, feed, task), feed is not None and feed.varies
    if loader is None and fit is not None and feed is None:
        raise NotRun(f"fit got no {task.role} pictures")
    if loader is None and not varies:
        return HANDMADE
    if loader is not None and not loader.count:
        raise NotRun(found_none(loader))
    augmentation = loader.augmentation if loader else ()
    pipeline = feed is not None and feed.kind == "dataset"
    if augmentation or varies:
        place = f"the {task.role} loader at line {loader.line} changes them" if loader else ""
        if fit is not None and not place:
            place = f"what the fit at line {fit.line} gets changes them"
        split = f", validation_split={task.share:g}" if task.share else ""
        how = "two looks at the same pictures differ"
        if pipeline:
            how = "a function that is mapped over them draws random numbers"
        fail(
            expected=f"{task.role} pictures that are only rescaled",
            actual=f"{place}: {', '.join(augmentation) or how}",
            fix=f"leave what is random out of the pipeline for {task.role}"
            if pipeline
            else f"make a second ImageDataGenerator(rescale=1/255{split}) for {task.role}",
        )
    return HANDMADE if loader is None else "no augmentation"


def require_batch(feed: Feed | None, loader: Loader, size: int) -> None:
    """Fail where fit is given batches of another size; it counts what a pipeline makes of them."""
    fed = feed.batch if feed is not None and loader.id in feed.loaders else None
    if (fed or loader.batch) not in {None, size}:
        kept = fed in {None, loader.batch}
        fail(
            expected=f"batches of {size} pictures",
            actual=f"the loader at line {loader.line} gives batches of {loader.batch}"
            if kept
            else f"fit is given batches of {fed}",
            fix=f"write batch_size={size} where the loader is made"
            + ("" if kept else f", or .batch({size}) in the pipeline after it"),
        )
