"""Loaders of pictures in folders: what they counted, and where they point when they miscount."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.checks.outcomes import fail
from grader.checks.words import stopped_before_fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.training.record import Feed, Loader
    from grader.training.run import Training


@dataclass(frozen=True)
class FolderTask:
    """A folder that a loader must read: its path as the learner knows it, and its classes."""

    role: str
    folder: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Pictures of all classes."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """The counts as text."""
        parts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"{self.total:,} {self.role} pictures of {len(self.counts)} classes ({parts})"


def find_loader(training: Training, feed: Feed | None, task: FolderTask) -> Loader | None:
    """The loader of this task: the one that fit was fed, else the one that reads its folder.

    Raises NotRun where the file stopped before it made a loader.
    """
    record = training.record
    if feed is not None and feed.loaders:
        return record.loader(feed.loaders[0])
    near = [loader for loader in record.loaders if training.shown(loader.directory) == task.folder]
    if not near and not record.fits and record.loaders:
        # The first miss is the training loader's, by the order in which people write them.
        first, last = record.loaders[0], record.loaders[-1]
        near = [first] if task.role == "training" else [last] if last is not first else []
    if not near:
        stopped_before_fit(training)
    return near[-1] if near else None


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
        seen=f"the loader at line {loader.line} found {loader.count:,} pictures of "
        f"{len(loader.classes)} {'class' if len(loader.classes) == 1 else 'classes'} in {shown}",
        advice=advice,
    )
