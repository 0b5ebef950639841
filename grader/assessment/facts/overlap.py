"""Images that two loaders share, in whatever folders they lie."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.facts.split_folders import LINK, NO_FILE, TOO_LARGE, digest

if TYPE_CHECKING:
    from grader.training.record import Loader
    from grader.training.run import Training


def shared_images(training: Training, first: Loader, second: Loader) -> list[str]:
    """Return the images that both loaders read, sorted, as class and name.

    A copy in another folder is the same image unless its bytes differ: a submission may number
    its copies anew.
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
    """Return whether two files differ; False if one is no longer on the sandbox's disk."""
    places = [training.outside(file) for file in files]
    held = {digest(place) if place is not None else NO_FILE for place in places}
    return len(held) > 1 and held.isdisjoint({LINK, NO_FILE, TOO_LARGE})
