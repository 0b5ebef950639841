"""Checkpoints: the one of a fit, its files, and the epoch whose weights the saved model holds."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import NotRun, fail
from grader.model_file import weight_hashes
from grader.problem import MODEL_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.training.record import CallbackUsed, Epoch, Fit
    from grader.training.run import Training

RISING = re.compile(r"acc|auc|precision|recall|f1|iou", re.IGNORECASE)
FALLING = re.compile(r"loss|error|mse|mae|entropy|hinge|kld|divergence", re.IGNORECASE)
MOST_FILES = 50
ADVICE = (
    "tf.keras.callbacks.ModelCheckpoint('best.weights.h5', monitor='{figure}', "
    "save_best_only=True, save_weights_only=True)"
)


def require_checkpoint(fit: Fit, figure: str | None = None) -> CallbackUsed:
    """Return the checkpoint that saves the best epoch by a validation metric; fail without one.

    Without `figure` (a name in the logs), any validation metric is accepted.
    """
    used = [item for item in fit.callbacks if "save_best_only" in item.settings]
    if not used:
        classes = [item.name for item in fit.callbacks if item.is_class]
        others = ", ".join(item.name for item in fit.callbacks) or "no callback"
        fail(
            expected="a ModelCheckpoint passed to fit",
            actual=f"the class {classes[0]} itself" if classes else f"{others} at line {fit.line}",
            fix="write callbacks=[checkpoint] with checkpoint = "
            + ADVICE.format(figure=figure or "val_accuracy"),
        )
    wrong = [_wrong(item, fit, figure) for item in used]
    if all(wrong):
        seen, advice = next(found for found in wrong if found)
        fail(
            expected=f"a checkpoint that saves the best epoch by {figure or 'a validation metric'}",
            actual=seen,
            fix=advice,
        )
    return next(item for item, found in zip(used, wrong, strict=True) if not found)


def _wrong(item: CallbackUsed, fit: Fit, figure: str | None) -> tuple[str, str] | None:
    """Return what is wrong with a checkpoint and its fix; None if it is right."""
    monitor, mode = str(item.settings.get("monitor", "")), str(item.settings.get("mode", ""))
    known = sorted({name for epoch in fit.epochs for name in epoch.logs if name[:4] == "val_"})
    asked = [figure] if figure else known
    if item.settings.get("save_best_only") is not True:
        return "save_best_only=False: every epoch overwrites the previous one", (
            "pass save_best_only=True"
        )
    if not monitor.startswith("val_"):
        return f"monitor='{monitor}', which measures on the training images", (
            f"monitor a validation metric: {' or '.join(asked) or 'val_accuracy'}"
        )
    if known and monitor not in known:
        return f"monitor='{monitor}', but the logs hold {', '.join(known)}", (
            f"write monitor='{asked[0]}'"
        )
    if figure and monitor != figure:
        return f"monitor='{monitor}', but the task asks for {figure}", f"write monitor='{figure}'"
    rising, falling = RISING.search(monitor), FALLING.search(monitor)
    if (mode == "min" and rising) or (mode == "max" and falling and not rising):
        return f"mode='{mode}' with monitor='{monitor}' saves the worst epoch", (
            "remove mode, or write mode='max' for an accuracy and mode='min' for a loss"
        )
    return None


def is_rising(item: CallbackUsed) -> bool:
    """Return whether a larger value of the monitored metric is better."""
    if item.is_rising is not None:
        return item.is_rising
    mode = item.settings.get("mode")
    if mode in {"min", "max"}:
        return mode == "max"
    return bool(RISING.search(str(item.settings.get("monitor", ""))))


def files(training: Training, item: CallbackUsed) -> list[Path]:
    """Return the files that a checkpoint wrote, the newest name last."""
    template = str(item.settings.get("filepath", ""))
    place = training.outside(re.sub(r"(\{[^{}]*\}|\*)+", "*", template))
    if place is None or not place.name:
        return []
    pattern = "".join(
        sign if sign == "*" else f"[{sign}]" if sign in "[?" else sign for sign in place.name
    )
    try:
        found = [path for name in _names(pattern) for path in place.parent.glob(name)]
        return sorted(path for path in found if path.is_file())[:MOST_FILES]
    except (OSError, ValueError):
        return []


def _names(pattern: str) -> tuple[str, ...]:
    """Return the file name, and the names that Keras 2 makes of it (checkpoint, SavedModel)."""
    return pattern, f"{pattern}.index", f"{pattern}/saved_model.pb"


def require_best_weights(  # noqa: RET503  (`fail` does not return)
    training: Training, fit: Fit, item: CallbackUsed, figure: str | None = None
) -> str:
    """Describe the epoch whose weights the saved model holds; fail if it is not the best one.

    Where the task names a metric, callbacks that monitor another one are ignored. The hashes of
    each epoch's weights come from the training record; the saved file is hashed here. Raises
    NotRun where there is nothing to compare.
    """
    held = weight_hashes.hashes(training.work / MODEL_FILE)
    if not held:
        raise NotRun(f"the arrays of {MODEL_FILE} could not be read")
    monitor = str(item.settings["monitor"])
    fits = _fits_of(training, fit, item)
    every = [moment for each in fits for moment in _moments(each, monitor)]
    if not any(moment.value is not None for moment in every):
        raise NotRun(f"the history of fit has no {monitor}")
    best = _best(every, is_rising(item)) + _restored(fit, item, figure)
    same = [moment for moment in every if _within(held, moment.epoch.weights)]
    chosen = [moment for moment in same if moment.epoch in [each.epoch for each in best]]
    if chosen:
        return f"{chosen[0].name(fits)} of {len(every)}, the best by {monitor}{chosen[0].figure}"
    if not same and _is_in_a_checkpoint(training, held, item):
        return f"the weights of the checkpoint, best by {monitor}"
    top = best[0]
    expected = f"the weights of {top.name(fits)}, the best by {monitor}{top.figure}"
    advice = "load them after fit, model.load_weights(...) or load_model(...), and then save"
    if not same:
        fail(expected=expected, actual="weights that match no epoch of this training", fix=advice)
    last = same[-1]
    name = "the last epoch" if last.epoch is every[-1].epoch else last.name(fits)
    fail(
        expected=expected,
        actual=f"those of {name}{last.figure}{_saved_at(training)}",
        fix=advice,
    )


@dataclass(frozen=True)
class _Moment:
    """The end of an epoch: its index in its fit, and the monitored value, if it was measured."""

    fit: Fit
    place: int
    epoch: Epoch
    value: float | None

    def name(self, fits: Sequence[Fit]) -> str:
        """Return the epoch counted from 1, and its fit where there are several."""
        several = f" of the fit at line {self.fit.line}" if len(fits) > 1 else ""
        return f"epoch {self.place + 1}{several}"

    @property
    def figure(self) -> str:
        """The value in parentheses; empty without a value."""
        return "" if self.value is None else f" ({self.value:.4f})"


def _fits_of(training: Training, fit: Fit, item: CallbackUsed) -> list[Fit]:
    """Return the fits that got this checkpoint object, including the given one."""
    others = [
        other
        for other in training.record.fits
        if other.number != fit.number
        and item.number
        and item.number in [used.number for used in other.callbacks]
    ]
    return sorted([*others, fit], key=lambda each: each.number)


def _moments(fit: Fit, monitor: str) -> list[_Moment]:
    return [
        _Moment(fit, place, epoch, epoch.logs.get(monitor))
        for place, epoch in enumerate(fit.epochs)
    ]


def _best(moments: Sequence[_Moment], rising: bool) -> list[_Moment]:  # noqa: FBT001
    """Return the epochs with the best value; several if they are equal."""
    values = [moment.value for moment in moments if moment.value is not None]
    top = (max(values) if rising else min(values)) if values else None
    return [moment for moment in moments if values and moment.value == top]


def _restored(fit: Fit, item: CallbackUsed, figure: str | None) -> list[_Moment]:
    """Return the best epochs by an EarlyStopping with restore_best_weights.

    If the task names a metric, only that metric counts.
    """
    found: list[_Moment] = []
    for judge in fit.callbacks:
        monitor = str(judge.settings.get("monitor", ""))
        counts = monitor == figure if figure else monitor.startswith("val_")
        if judge is not item and judge.settings.get("restore_best_weights") is True and counts:
            found += _best(_moments(fit, monitor), is_rising(judge))
    return found


def saved_epoch(training: Training, fit: Fit) -> Epoch | None:
    """Return the epoch whose weights the saved model holds; None if no hashes match."""
    known = any(each.weights for each in fit.epochs)
    held = weight_hashes.hashes(training.work / MODEL_FILE) if known else None
    same = [each for each in fit.epochs if held and _within(held, each.weights)]
    return same[-1] if same else None


def trained_by(training: Training, fit: Fit) -> Fit:
    """Return the fit that trained the weights of a model that was loaded from a file.

    This is the given fit if the model itself was trained, or if no epoch has its weights.
    """
    saved = [use for use in training.record.files if use.what == "save"]
    named = [use for use in saved if use.path.endswith(MODEL_FILE)]
    if not named or named[-1].fit:
        return fit
    held = weight_hashes.hashes(training.work / MODEL_FILE) or ()
    for other in (fit, *reversed(training.record.fits)):
        if held and any(_within(held, epoch.weights) for epoch in other.epochs):
            return other
    return fit


def _saved_at(training: Training) -> str:
    """Return where the model was saved, as text; empty if unknown."""
    saved = [use for use in training.record.files if use.path.endswith(MODEL_FILE) and use.line]
    return f", saved at line {saved[-1].line}" if saved else ""


def _is_in_a_checkpoint(training: Training, held: tuple[str, ...], item: CallbackUsed) -> bool:
    """Return whether a checkpoint written between two epochs holds these arrays too."""
    if item.settings.get("save_freq") == "epoch":
        return False  # Then each of its files holds the weights of an epoch.
    others = (path for path in files(training, item) if path.name != MODEL_FILE)
    return any(_within(held, weight_hashes.hashes(path) or ()) for path in others)


def _within(held: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Return whether every array of a file is among others (which may hold seed states too)."""
    return bool(others) and not Counter(held) - Counter(others)
