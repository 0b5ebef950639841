"""Arrays that fit itself splits into training and validation (`validation_split`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import HANDMADE, fail
from grader.assessment.facts.loaders import came_from, require_total

if TYPE_CHECKING:
    from grader.assessment.facts.loaders import FolderTask
    from grader.training.record import Fit
    from grader.training.run import Training


def splits_its_arrays(fit: Fit | None) -> bool:
    """Return whether fit split the arrays itself, by its validation_split."""
    return fit is not None and fit.validation is None and fit.kept_back is not None


def require_own_share(training: Training, fit: Fit, share: float, whole: FolderTask) -> str:
    """Describe how fit split the images; `whole` is the folder that they all come from.

    Fails if validation_split is another share, if fit got fewer images, or if the validation part
    has only some of the classes: Keras takes the end of the arrays as they are.
    """
    kept, feed, classes = fit.kept_back, fit.training, len(whole.counts)
    if kept is not None and not math.isclose(kept, share, abs_tol=0.001):
        fail(
            expected=f"{share:g} of the images used for validation",
            actual=f"fit at line {fit.line} got validation_split={kept:g}",
            fix=f"write validation_split={share:g}",
        )
    if fit.kept_classes is not None and fit.kept_classes < classes:
        fail(
            expected=f"validation images of {classes} classes",
            actual=f"validation_split takes the end of the arrays, and the labels there belong to "
            f"{fit.kept_classes}",
            fix="shuffle first: order = np.random.permutation(len(x)); x, y = x[order], y[order]",
        )
    loaders = training.record.loaders
    if feed is None or any(one.count == whole.total and came_from(one, feed) for one in loaders):
        return HANDMADE
    return require_total(feed, whole)
