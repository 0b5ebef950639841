"""Validation images: how the submission selects them, and whether any is used for training."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import HANDMADE, fail
from grader.assessment.facts.loaders import fit_of
from grader.assessment.facts.overlap import shared_images

if TYPE_CHECKING:
    from grader.assessment.facts.loaders import FolderTask
    from grader.training.record import Feed, Loader
    from grader.training.run import Training

MANY_SHARED = 0.5
# Calls that split a tf.data set; `take` alone may only show the first batch.
CUTS = re.compile(r"\.(?:skip|shard|filter)\s*\(|\bsplit_dataset\s*\(")


def is_cut_by_hand(loader: Loader, task: FolderTask, text: str) -> bool:
    """Return whether the submission's own code splits a tf.data set of all images.

    Only the text shows this: in the record, the loader of the complete folder feeds fit.
    """
    return bool(task.share) and _is_whole_set(loader) and CUTS.search(text) is not None


def _is_whole_set(loader: Loader) -> bool:
    return loader.kind == "image_dataset_from_directory" and not loader.subset


def require_kept_back(training: Training, kept: Loader, role: str, text: str) -> None:
    """Fail if validation images are used in a fit of the saved model.

    An earlier fit of the same model counts too: the model keeps what it learnt. A set that the
    submission's own code (`text`) splits is skipped.
    """
    fit = fit_of(training)
    if fit is None:
        return
    for each in training.record.fits:
        is_earlier = each.number <= fit.number and each.model_number == fit.model_number
        for number in each.training.loaders if is_earlier and each.training else ():
            loader = training.record.loader(number)
            if loader is None or (_is_whole_set(loader) and CUTS.search(text)):
                continue
            both = shared_images(training, loader, kept)
            if both:
                fail(
                    expected=f"{role} images that the model is not trained on",
                    actual=f"the loader at line {loader.line} brings {len(both):,} of them into "
                    f"the fit at line {each.line}, such as {both[0]}",
                    fix=f"train only on the other images: those of {role} are for measuring",
                )


def require_cut(feed: Feed | None, task: FolderTask) -> str:
    """Check a part that the submission's own code splits off: its batches, where known."""
    if feed is not None and feed.batches and feed.batch:
        most, whole = feed.batches * feed.batch, task.total / (1 - task.share)
        # The last batch may be smaller, and a share of the batches is rounded.
        is_met = abs(most - task.total) <= 2 * feed.batch
        if task.role == "training":
            # Augmented copies may be added; but the size of both parts together means both parts.
            nearer = abs(most - whole) < abs(most - task.total)
            is_both = nearer and abs(most - whole) <= feed.batch
            is_met = most >= task.total - 2 * feed.batch and not is_both
        if not is_met:
            fail(
                expected=f"{task.total:,} {task.role} images",
                actual=f"fit got {feed.batches:,} batches of {feed.batch}",
                fix=f"use {task.share:g} of the images of {task.folder} for validation",
            )
    return HANDMADE


def refuse_shared(training: Training) -> None:
    """Fail if validation arrays are also training arrays."""
    fit = fit_of(training)
    if fit is not None and fit.shared is not None and fit.shared >= MANY_SHARED:
        fail(
            expected="no validation image among the training images",
            actual=f"{'all' if fit.shared == 1 else f'{fit.shared:.0%}'} of them are, in the fit "
            f"at line {fit.line}",
            fix="remove the images of validation_data from the training images",
        )


def refuse_recut(training: Training) -> None:
    """Fail if both parts come from one set that is shuffled again in each epoch."""
    fit = fit_of(training)
    if fit is not None and fit.recut:
        fail(
            expected="no image in both parts",
            actual=f"the set of the fit at line {fit.line} is shuffled again in each epoch before "
            "it is split, so images move between the parts",
            fix="shuffle once, then split: shuffle=False for the loader, and .shuffle(count, "
            "seed=1, reshuffle_each_iteration=False) before take and skip",
        )
