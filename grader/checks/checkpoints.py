"""Checkpoints: which one a fit kept, where its file lies, and which epoch the saved model holds."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from grader.checks.outcomes import NotRun, fail
from grader.checks.words import MODEL_FILE
from grader.model_file import arrays

if TYPE_CHECKING:
    from pathlib import Path

    from grader.training.record import CallbackUsed, Fit
    from grader.training.run import Training

RISING = re.compile(r"acc|auc|precision|recall|f1|iou", re.IGNORECASE)
FALLING = re.compile(r"loss|error|mse|mae", re.IGNORECASE)
MOST_FILES = 50
ADVICE = (
    "tf.keras.callbacks.ModelCheckpoint('best.weights.h5', monitor='{figure}', "
    "save_best_only=True, save_weights_only=True)"
)


def require_checkpoint(fit: Fit, figure: str | None = None) -> CallbackUsed:
    """The checkpoint that keeps the best of a validation figure; fails where fit got none.

    Any validation figure will do where none is asked for by its name in the logs.
    """
    used = [item for item in fit.callbacks if "save_best_only" in item.settings]
    if not used:
        classes = [item.name for item in fit.callbacks if item.is_class]
        others = ", ".join(item.name for item in fit.callbacks) or "no callback"
        fail(
            expected="a ModelCheckpoint passed to fit",
            seen=f"the class {classes[0]} itself" if classes else f"{others} at line {fit.line}",
            advice="write callbacks=[checkpoint] with checkpoint = "
            + ADVICE.format(figure=figure or "val_accuracy"),
        )
    wrong = [_wrong(item, fit, figure) for item in used]
    if all(wrong):
        seen, advice = next(found for found in wrong if found)
        fail(
            expected=f"a checkpoint that keeps the best epoch by {figure or 'a validation figure'}",
            seen=seen,
            advice=advice,
        )
    return next(item for item, found in zip(used, wrong, strict=True) if not found)


def _wrong(item: CallbackUsed, fit: Fit, figure: str | None) -> tuple[str, str] | None:
    """What is wrong with a checkpoint and how to mend it; None if nothing."""
    monitor, mode = str(item.settings.get("monitor", "")), str(item.settings.get("mode", ""))
    known = sorted({name for epoch in fit.epochs for name in epoch.logs if name[:4] == "val_"})
    asked = [figure] if figure else known
    if item.settings.get("save_best_only") is not True:
        return "save_best_only=False: every epoch overwrites the one before", (
            "pass save_best_only=True"
        )
    if not monitor.startswith("val_"):
        return f"monitor='{monitor}', which tells how well the training pictures are known", (
            f"monitor a validation figure: {' or '.join(asked) or 'val_accuracy'}"
        )
    if known and monitor not in known:
        return f"monitor='{monitor}', but the logs hold {', '.join(known)}", (
            f"write monitor='{asked[0]}'"
        )
    if figure and monitor != figure:
        return f"monitor='{monitor}', where {figure} is asked for", f"write monitor='{figure}'"
    rising, falling = RISING.search(monitor), FALLING.search(monitor)
    if (mode == "min" and rising) or (mode == "max" and falling and not rising):
        return f"mode='{mode}' with monitor='{monitor}' keeps the worst epoch", (
            "leave mode out, or write mode='max' for an accuracy and mode='min' for a loss"
        )
    return None


def is_rising(item: CallbackUsed) -> bool:
    """Whether the larger value of what is monitored is the better one."""
    mode = item.settings.get("mode")
    if mode in {"min", "max"}:
        return mode == "max"
    return bool(RISING.search(str(item.settings.get("monitor", ""))))


def files(training: Training, item: CallbackUsed) -> list[Path]:
    """The files that a checkpoint has left, the newest name last."""
    template = str(item.settings.get("filepath", ""))
    place = training.outside(re.sub(r"\{[^{}]*\}", "*", template))
    if place is None or not place.name:
        return []
    pattern = "".join(
        sign if sign == "*" else f"[{sign}]" if sign in "[?" else sign for sign in place.name
    )
    try:
        return sorted(path for path in place.parent.glob(pattern) if path.is_file())[:MOST_FILES]
    except (OSError, ValueError):
        return []


def require_best_weights(  # noqa: RET503  (`fail` does not return)
    training: Training, fit: Fit, item: CallbackUsed, figure: str | None = None
) -> str:
    """Which epoch the saved model holds, in words; fails where it is not the best one.

    Where a figure is asked for, no callback that watches another one has a say. The hashes of each
    epoch's weights are the training's own word; the file is hashed here. Raises NotRun where there
    is nothing to compare.
    """
    held = arrays.hashes(training.work / MODEL_FILE)
    if not held:
        raise NotRun(f"the arrays of {MODEL_FILE} could not be read")
    monitor = str(item.settings["monitor"])
    values = fit.history(monitor)
    if not values or len(values) != len(fit.epochs):
        raise NotRun(f"fit kept no history of {monitor}")
    best = _best_epochs(fit, item, figure)
    same = [place for place, epoch in enumerate(fit.epochs) if _within(held, epoch.weights)]
    chosen = [place for place in same if place in best]
    if chosen:
        return (
            f"epoch {chosen[0] + 1} of {len(values)}, the best by {monitor} "
            f"({values[chosen[0]]:.4f})"
        )
    if not same and _is_in_a_checkpoint(training, held, item):
        return f"the weights of the checkpoint, best by {monitor}"
    top = min(best)
    expected = f"the weights of epoch {top + 1}, the best by {monitor} ({values[top]:.4f})"
    advice = "after fit load them back, model.load_weights(...) or load_model(...), and then save"
    if not same:
        fail(expected=expected, seen="weights of no epoch of this training", advice=advice)
    last = same[-1]
    name = "the last epoch" if last == len(values) - 1 else f"epoch {last + 1}"
    fail(expected=expected, seen=f"those of {name} ({values[last]:.4f})", advice=advice)


def trained_by(training: Training, fit: Fit) -> Fit:
    """The fit whose weights a model holds that was loaded from a file before it was saved.

    It is the one given where the model itself was trained, or where no epoch has its weights.
    """
    saved = [use for use in training.record.files if use.what == "save"]
    named = [use for use in saved if use.path.endswith(MODEL_FILE)]
    if not named or named[-1].fit:
        return fit
    held = arrays.hashes(training.work / MODEL_FILE) or ()
    for other in (fit, *reversed(training.record.fits)):
        if held and any(_within(held, epoch.weights) for epoch in other.epochs):
            return other
    return fit


def _is_in_a_checkpoint(training: Training, held: tuple[str, ...], item: CallbackUsed) -> bool:
    """Whether a checkpoint that was written between two epochs holds these arrays too."""
    if item.settings.get("save_freq") == "epoch":
        return False  # Each of its files would be one of the epochs.
    others = (path for path in files(training, item) if path.name != MODEL_FILE)
    return any(_within(held, arrays.hashes(path) or ()) for path in others)


def _best_epochs(fit: Fit, item: CallbackUsed, figure: str | None) -> set[int]:
    """The best epochs by the checkpoint, and by an EarlyStopping that restores its best.

    A figure that is asked for is the only one that counts.
    """
    judges = [item, *(c for c in fit.callbacks if c.settings.get("restore_best_weights") is True)]
    best: set[int] = set()
    for judge in judges:
        monitor = str(judge.settings.get("monitor", ""))
        counts = monitor == figure if figure else monitor.startswith("val_")
        values = fit.history(monitor) if counts else ()
        if len(values) == len(fit.epochs):
            top = max(values) if is_rising(judge) else min(values)
            best.update(place for place, value in enumerate(values) if value == top)
    return best


def _within(held: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether every array of a file is among others; there may be more, such as a seed's state."""
    return bool(others) and not Counter(held) - Counter(others)
