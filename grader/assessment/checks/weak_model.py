"""Advice for a saved model that is too weak, from its training record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.checks.requirements import main_fit
from grader.assessment.facts.checkpoints import saved_epoch

if TYPE_CHECKING:
    from grader.training.record import Fit
    from grader.training.run import Training

FEW_EPOCHS = 5
TINY_RATE = 1e-5
CLEARLY = 0.1  # How much better the validation accuracy of another epoch must be.
ALL_BUT = 5 / 6  # A training that uses a sixth for validation counts as one on all images.


def advice(training: Training | None, threshold: float, otherwise: str, images: int = 0) -> str:
    """Return the cause that the record shows, or `otherwise` where training itself went well.

    `images` is the number of training images that the task gives; 0 if it is not checked.
    """
    if training is None or not training.record.fits:
        return otherwise
    fit = main_fit(training)
    values = fit.history(fit.accuracy_name or "")
    return (
        _another_epoch(training, fit)
        or _few_images(fit, images)
        or (_short_training(training, fit, values[-1]) if _is_below(values, threshold) else "")
        or otherwise
    )


def _is_below(values: tuple[float, ...], threshold: float) -> bool:
    return bool(values) and max(values) < threshold


def _another_epoch(training: Training, fit: Fit) -> str:
    """Say that another epoch was much better than the saved one."""
    key = f"val_{fit.accuracy_name}"
    saved = saved_epoch(training, fit)
    best = max(fit.epochs, key=lambda epoch: epoch.logs.get(key, -1.0), default=None)
    if saved is None or best is None or key not in saved.logs or key not in best.logs:
        return ""
    if best.logs[key] - saved.logs[key] < CLEARLY:
        return ""
    return (
        f"the saved model is epoch {fit.epochs.index(saved) + 1} ({key} {saved.logs[key]:.3f}), "
        f"but epoch {fit.epochs.index(best) + 1} reached {best.logs[key]:.3f}: save the best epoch"
    )


def _few_images(fit: Fit, images: int) -> str:
    count = fit.training.count if fit.training else None
    if not count or count >= images * ALL_BUT:
        return ""
    return f"it was trained on {count:,} of {images:,} images: train on all of them"


def _short_training(training: Training, fit: Fit, reached: float) -> str:
    """Say that training accuracy is low too; more augmentation would make it lower still."""
    same = [each for each in training.record.fits if each.model_number == fit.model_number]
    epochs = sum(len(each.epochs) for each in same if each.number <= fit.number)
    done = f"training accuracy was {reached:.3f} after {epochs} epoch{'s' if epochs > 1 else ''}"
    more = "train for more epochs"
    rate = fit.learning_rate
    scheduled = any("Schedul" in each.name or each.own for each in fit.callbacks)
    if rate is not None and 0 < rate <= TINY_RATE and not scheduled:
        more = f"a learning rate of {rate:g} is too small, write learning_rate=0.001"
    elif epochs > FEW_EPOCHS:
        more = "use more filters or units, or train for more epochs"
    return f"{done}: {more}"
