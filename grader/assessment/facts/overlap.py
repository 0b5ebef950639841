"""Which pictures two loaders share, whatever folders they were copied to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.facts.split_folders import LINK, NO_FILE, TOO_LARGE, digest

if TYPE_CHECKING:
    from grader.training.record import Loader
    from grader.training.run import Training


def shared_images(training: Training, first: Loader, second: Loader) -> list[str]:
    """The pictures that both loaders read, sorted, each by its class and name.

    A copy in another folder is the same picture, unless its bytes are others: a file may give its
    copies new numbers.
    """
    ours, theirs = _by_name(first), _by_name(second)
    return sorted(
        name
        for name in ours.keys() & theirs.keys()
        if ours[name] == theirs[name] or not _differ(training, ours[name], theirs[name])
    )


def _by_name(loader: Loader) -> dict[str, str]:
    return {"/".join(PurePosixPath(file).parts[-2:]): file for file in loader.files}


def _differ(training: Training, *files: str) -> bool:
    """Whether two files hold other bytes; no where one does not lie on the box's disk any more."""
    places = [training.outside(file) for file in files]
    held = {digest(place) if place is not None else NO_FILE for place in places}
    return len(held) > 1 and held.isdisjoint({LINK, NO_FILE, TOO_LARGE})
