"""Pictures kept for validation: what the file itself keeps, and that none is trained on."""

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
# What divides a tf.data set in two; `take` alone is also a look at the first batch.
CUTS = re.compile(r"\.(?:skip|shard|filter)\s*\(|\bsplit_dataset\s*\(")


def is_cut_by_hand(loader: Loader, task: FolderTask, text: str) -> bool:
    """Whether a tf.data set of all pictures is divided by the file itself, as its text tells.

    The record cannot tell it: what is fed to fit is still the loader of the whole folder.
    """
    return bool(task.share) and _is_whole_set(loader) and CUTS.search(text) is not None


def _is_whole_set(loader: Loader) -> bool:
    return loader.kind == "image_dataset_from_directory" and not loader.subset


def require_kept_back(training: Training, kept: Loader, role: str, text: str) -> None:
    """Fail where pictures that are kept for validation flow into a fit of the saved model.

    An earlier fit of the same model counts as well: what it has learnt stays in it. A set that the
    file's `text` itself divides tells nothing.
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
                    expected=f"{role} pictures that the model is not trained on",
                    actual=f"the loader at line {loader.line} brings {len(both):,} of them into "
                    f"the fit at line {each.line}, such as {both[0]}",
                    fix=f"train on the other pictures alone: those of {role} only measure",
                )


def require_cut(feed: Feed | None, task: FolderTask) -> str:
    """Judge a part that the file itself cuts out of a set: its batches, where they are known."""
    if feed is not None and feed.batches and feed.batch:
        most, whole = feed.batches * feed.batch, task.total / (1 - task.share)
        # The last batch may be a small one, and a share of the batches is rounded.
        is_met = abs(most - task.total) <= 2 * feed.batch
        if task.role == "training":
            # They may come with varied copies; but so many as both parts have are both parts.
            nearer = abs(most - whole) < abs(most - task.total)
            is_both = nearer and abs(most - whole) <= feed.batch
            is_met = most >= task.total - 2 * feed.batch and not is_both
        if not is_met:
            fail(
                expected=f"{task.total:,} {task.role} pictures",
                actual=f"fit was given {feed.batches:,} batches of {feed.batch}",
                fix=f"keep {task.share:g} of the pictures of {task.folder} for validation",
            )
    return HANDMADE


def refuse_shared(training: Training) -> None:
    """Fail where arrays to validate on are among those to train on."""
    fit = fit_of(training)
    if fit is not None and fit.shared is not None and fit.shared >= MANY_SHARED:
        fail(
            expected="no validation picture among those to train on",
            actual=f"{'all' if fit.shared == 1 else f'{fit.shared:.0%}'} of them are, in the fit "
            f"at line {fit.line}",
            fix="leave out of what is trained on whatever validation_data holds",
        )


def refuse_recut(training: Training) -> None:
    """Fail where both parts are cut out of one set that is shuffled anew in each epoch."""
    fit = fit_of(training)
    if fit is not None and fit.recut:
        fail(
            expected="no picture in both parts",
            actual=f"the set of the fit at line {fit.line} is shuffled anew in each epoch and cut "
            "after it, so pictures change sides",
            fix="shuffle once, then cut: shuffle=False for the loader, and .shuffle(count, "
            "seed=1, reshuffle_each_iteration=False) before take and skip",
        )
