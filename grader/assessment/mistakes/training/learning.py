"""Trainings that finish but learn nothing, or do not report what they learn."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import classes
from grader.assessment.facts.input_scale import RAW, rescaled
from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Fit

NO_METRICS = frozenset({"loss", "val_loss", "lr", "learning_rate"})
USUAL = {"SGD": 0.01, "RMSprop": 0.001, "Adadelta": 1.0}
ADAM = 0.001  # also for its variants
ABSURD, LARGE, TINY = 1, 0.1, 1e-6
# The steps of these are as long as the learning rate, whatever the gradient.
STEPPING = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion"})
SCHEDULES = ("schedule", "Schedule", "Decay")


@mistake(Aspect.STOPPING)
def no_metrics(evidence: Evidence) -> Iterator[Found]:
    """A callback reads the accuracy, but compile got no metric."""
    fit = evidence.main_fit
    if fit is None or not fit.epochs or not fit.finished:
        return
    logs = fit.epochs[-1].logs
    who = next(_wants_accuracy(evidence, fit), "")
    if logs.keys() <= NO_METRICS and who:
        yield Found(
            fit.compiled or fit.line,
            expected=f"a metric for {who}",
            actual=f"the logs hold {', '.join(logs)} and no accuracy",
            fix="write model.compile(..., metrics=['accuracy'])",
        )


def _wants_accuracy(evidence: Evidence, fit: Fit) -> Iterator[str]:
    """Yield custom callbacks that read an accuracy; `keras_warnings` covers those of Keras."""
    own = {item.name for item in fit.callbacks if item.own}
    for node in classes(evidence.tree):
        texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
        if node.name in own and any(isinstance(t, str) and t in KEYS for t in texts):
            yield f"{node.name}, which reads an accuracy"
    if own and evidence.problem.stopping is not None:
        yield "the callback, which must stop at an accuracy"


KEYS = frozenset({"accuracy", "acc", "val_accuracy", "val_acc"})


@mistake(Aspect.ACCURACY)
def loss_is_no_number(evidence: Evidence) -> Iterator[Found]:
    """The loss became nan, and with it all weights."""
    fit = evidence.main_fit
    bad = (
        [place for place, epoch in enumerate(fit.epochs) if "loss" in epoch.not_numbers]
        if fit
        else []
    )
    if fit is None or not bad:
        return
    rate = fit.learning_rate
    high = fit.training.high if fit.training else None
    high = rescaled(high, fit.rescaling) if high and fit.rescaling else high
    advice = "check for a learning rate that is too large, for log(0) or a division by 0"
    line = fit.line
    if rate is not None and rate >= LARGE:
        advice, line = f"make the learning rate smaller: {_usual(fit):g} instead of {rate:g}", 0
    elif high is not None and high > RAW and "Normalization" not in fit.layers:
        advice = "scale the pixels, / 255.0: large numbers make the steps large"
    yield Found(
        line or fit.compiled or fit.line,
        expected="a loss that falls",
        actual=f"nan from epoch {bad[0] + 1} on: all later epochs stay nan"
        if len(bad) == len(fit.epochs) - bad[0]
        else f"not a number in epoch {bad[0] + 1}",
        fix=advice,
    )


def _usual(fit: Fit) -> float:
    return USUAL.get(fit.optimizer, ADAM)


@mistake(Aspect.ACCURACY)
def learning_rate_is_absurd(evidence: Evidence) -> Iterator[Found]:
    """The learning rate is so large that training diverges, or so small that nothing changes."""
    fit = evidence.main_fit
    rate = fit.learning_rate if fit else None
    if fit is None or rate is None or not evidence.is_weak or _is_nan(fit):
        return
    most = LARGE if fit.optimizer in STEPPING else ABSURD
    too_small = 0 < rate <= TINY and not _is_scheduled(evidence, fit)
    if (rate >= most and fit.optimizer != "Adadelta") or too_small:
        how = "hardly changes the weights" if too_small else "overshoots every minimum"
        yield Found(
            fit.compiled or fit.line,
            expected=f"a learning rate near {_usual(fit):g} for {fit.optimizer}",
            actual=f"{rate:g}, which {how}{_reached(fit)}",
            fix=f"write tf.keras.optimizers.{fit.optimizer}(learning_rate={_usual(fit):g})",
        )


def _is_nan(fit: Fit) -> bool:
    return any("loss" in epoch.not_numbers for epoch in fit.epochs)


def _is_scheduled(evidence: Evidence, fit: Fit) -> bool:
    """Return whether the rate may change during training: a warm-up starts near 0."""
    names = [item.name for item in fit.callbacks]
    return any(word in text for word in SCHEDULES for text in (evidence.submission.text, *names))


def _reached(fit: Fit) -> str:
    values = fit.history(fit.accuracy_name or "")
    return f": accuracy {values[-1]:.3f} after {len(fit.epochs)} epochs" if values else ""


@mistake(Aspect.ACCURACY)
def trains_one_epoch(evidence: Evidence) -> Iterator[Found]:
    """The model was trained for only one epoch."""
    fit, fits = evidence.main_fit, evidence.record.fits
    if fit is None or not fit.finished or not evidence.is_weak or evidence.record.raised:
        return
    same = [each for each in fits if each.model_number == fit.model_number]
    values, val = fit.history(fit.accuracy_name or ""), f"val_{fit.accuracy_name}"
    if len(same) == 1 and fit.epochs_asked - fit.initial_epoch == 1 and values:
        yield Found(
            fit.line,
            expected="several epochs",
            actual=f"one epoch: training accuracy {values[-1]:.3f}, "
            f"{evidence.accuracy['held-out']:.3f} on held-out images",
            fix="write epochs=10"
            + (f" and check where {val} stops rising" if fit.history(val) else ""),
        )


RULES = (no_metrics, loss_is_no_number, learning_rate_is_absurd)
# Used only if nothing else was found: any other mistake explains a weak model better.
LAST = (trains_one_epoch,)
