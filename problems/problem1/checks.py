"""Checks of problem 1: Fashion-MNIST with a stopping callback."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.api import (
    MODEL_FILE,
    Aspect,
    NotRun,
    Stopping,
    fail,
    main_fit,
    require_accuracy,
    require_probabilities,
    require_scaled_pixels,
    require_size,
    weak_model_advice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.assessment.checks.api import (
        Fit,
        Observe,
        Problem,
        SavedModel,
        Scored,
        Training,
        Trial,
    )

CLASSES = 10
FEW_IMAGES = 50_000
IMAGES = 60_000
SHAPES = ((28, 28), (28, 28, 1))
ROUNDING = 1e-6  # Keras reports 0.9 as 0.8999999762.
# The running mean of an epoch differs from the final accuracy, but never by this much.
SAME_MODEL = 0.05


@pytest.mark.about(Aspect.CALLBACK)
def check_callback_is_defined_and_passed(training: Training, observe: Observe) -> None:
    """Your callback class is passed to fit."""
    fit = main_fit(training)
    own = [callback for callback in fit.callbacks if callback.own]
    classes = [callback for callback in own if callback.is_class]
    strangers = [callback for callback in own if not callback.is_callback]
    if classes:
        fail(
            expected="an instance of your callback",
            actual=f"the class {classes[0].name} itself was passed to fit",
            fix=f"add parentheses: callbacks=[{classes[0].name}()]",
        )
    if strangers:
        name = strangers[0].name
        is_built_in = hasattr(builtins, name) or name == "function"
        fail(
            expected="a subclass of tf.keras.callbacks.Callback",
            actual=f"{name} is not a subclass of it",
            fix="pass an object of your callback class to fit: callbacks=[MyCallback()]"
            if is_built_in
            else f"write class {name}(tf.keras.callbacks.Callback)",
        )
    if not own:
        earlier = [f for f in training.record.fits if any(c.own for c in f.callbacks)]
        if earlier:
            fail(
                expected="an instance of your callback",
                actual=f"the fit at line {fit.line}, which trained last, got none; "
                f"the one at line {earlier[-1].line} did",
                fix="pass it to every fit of the model that you save, or train once only",
            )
        others = ", ".join(callback.name for callback in fit.callbacks) or "no callback"
        fail(
            expected="an instance of a callback class that your file defines",
            actual=f"fit at line {fit.line} got {others}",
            fix="write a subclass of tf.keras.callbacks.Callback with on_epoch_end, "
            "and pass it: callbacks=[MyCallback()]",
        )
    observe(", ".join(callback.name for callback in own))


@pytest.mark.about(Aspect.STOPPING)
@pytest.mark.needs("check_callback_is_defined_and_passed")
def check_callback_stops_at_the_threshold(
    training: Training, problem: Problem, observe: Observe
) -> None:
    """The callback stops at the threshold, not before."""
    fit, target = main_fit(training), problem.require(Stopping).accuracy
    if not fit.finished:
        raise NotRun("fit did not finish")
    if not fit.probes:
        keys = ", ".join(fit.epochs[-1].logs) if fit.epochs else "nothing"
        fail(
            expected="training accuracy in the logs",
            actual=f"the logs hold {keys}",
            fix="compile the model with metrics=['accuracy']",
        )
    findings = {probe.callback: _misbehaviour(probe.tried, target) for probe in fit.probes}
    broke = any(trial.error for probe in fit.probes for trial in probe.tried)
    if all(findings.values()) and broke and _stopped_rightly(fit, target):
        observe("it did so in the training; a direct call raised an error")
        return
    if all(findings.values()):
        probe = fit.probes[0]
        seen, advice = findings[probe.callback] or ("", "")
        fail(
            expected=f"stop_training is set as soon as '{probe.metric}' reaches {target:g}",
            actual=f"called directly, {probe.callback} {seen}",
            fix=advice,
        )
    good = next(name for name, finding in findings.items() if finding is None)
    observe(f"{good} stops at {target:g}")


def _misbehaviour(trials: tuple[Trial, ...], target: float) -> tuple[str, str] | None:
    """Return what a callback did wrong in direct calls, and the fix; None if nothing."""
    tried = {trial.value: trial for trial in trials}
    raised = next((trial for trial in tried.values() if trial.error), None)
    if raised is not None:
        names = "use only names that are in logs: print(logs) in on_epoch_end shows them"
        about_logs = str(raised.error).startswith("KeyError") or "'NoneType'" in str(raised.error)
        return (
            f"raised {raised.error} at accuracy {raised.value:g}",
            names if about_logs else "fix this error in on_epoch_end",
        )
    below = [trial for value, trial in tried.items() if value < target and trial.stopped]
    above = [trial for value, trial in tried.items() if value > target and not trial.stopped]
    if above and not any(trial.stopped for trial in tried.values()):
        return (
            f"never stopped, not even at accuracy {max(tried):g}",
            "set self.model.stop_training = True when logs['accuracy'] reaches the threshold",
        )
    if above:
        return (
            f"did not stop at accuracy {above[0].value:g}",
            f"compare with {target:g}: logs['accuracy'] >= {target:g}",
        )
    if not tried[target].stopped:
        return (
            f"did not stop at exactly {target:g}, only above it",
            f"write >= instead of >: {target:g} itself counts",
        )
    if below:
        return (
            f"stopped at accuracy {below[0].value:g} already",
            f"compare training accuracy (not the loss) with {target:g}",
        )
    return None


def _stopped_rightly(fit: Fit, target: float) -> bool:
    """Return whether fit ended with the first epoch that reached the target."""
    values = fit.history(fit.accuracy_name or "")
    reached = [value >= target - ROUNDING for value in values]
    early = [value >= target + ROUNDING for value in values[:-1]]
    return fit.stopper is not None and bool(reached) and reached[-1] and not any(early)


@pytest.mark.about(Aspect.STOPPING)
def check_training_was_stopped_early(
    training: Training, problem: Problem, observe: Observe
) -> None:
    """The callback stops the training before the last epoch."""
    fit, target = main_fit(training), problem.require(Stopping).accuracy
    ran, asked = len(fit.epochs), fit.epochs_asked - fit.initial_epoch
    if not fit.finished:
        raise NotRun(f"fit did not finish ({ran} of {asked} epochs)")
    most = problem.require(Stopping).max_epochs
    if fit.epochs_asked > most:
        fail(
            expected=f"at most epochs={most}",
            actual=f"epochs={fit.epochs_asked} at line {fit.line}",
            fix=f"write epochs={most} or less; the callback ends the training before that",
        )
    own = {callback.name for callback in fit.callbacks if callback.own}
    best = max(fit.history(fit.accuracy_name or ""), default=None)
    if ran >= asked or fit.stopper is None:
        short = f"; the best training accuracy was {best:.4f}" if best is not None else ""
        advice = "set self.model.stop_training = True in on_epoch_end (on self.model, not on self)"
        if not own:
            advice = "pass an object of your callback class to fit: callbacks=[...]"
        elif best is not None and best < target:
            advice = (
                f"improve the model or allow more epochs: "
                f"the best accuracy is {target - best:.3g} short of {target:g}"
            )
        elif fit.stopper is not None:
            advice = "write a larger epochs=...: the callback stopped in the last epoch"
        fail(
            expected="training stopped by the callback before its last epoch",
            actual=f"{ran} of {asked} epochs ran at line {fit.line}{short}",
            fix=advice,
        )
    if fit.stopper.callback not in own and not fit.stopper.line:
        fail(
            expected="training stopped by your own callback",
            actual=f"{fit.stopper.callback} stopped it after {ran} of {asked} epochs",
            fix="remove other stopping callbacks, or make yours stop first",
        )
    if not _stopped_rightly(fit, target):
        values = fit.history(fit.accuracy_name or "")
        if not values:
            fail(
                expected=f"training stopped after the first epoch that reached {target:g}",
                actual="no accuracy in the logs",
                fix="compile the model with metrics=['accuracy']",
            )
        shown = ", ".join(f"{value:.4f}" for value in values[-4:])
        fail(
            expected=f"training stopped after the first epoch that reached {target:g}",
            actual=f"it stopped after epoch {ran}; the last accuracies were {shown}",
            fix=f"stop the training only when accuracy >= {target:g}",
        )
    observe(f"{ran} of {asked} epochs, stopped by {fit.stopper.callback or 'your file'}")


@pytest.mark.about(Aspect.ACCURACY)
def check_final_training_accuracy(
    training_if_any: Training | None,
    saved_model: SavedModel,
    thresholds: Mapping[str, float],
    observe: Observe,
) -> None:
    """The final training accuracy reaches the threshold."""
    threshold, measured = thresholds["training_accuracy"], saved_model.sets["training"]
    if training_if_any is None:
        advice = "give the model more units or train it for more epochs"
        observe(require_accuracy(measured, threshold, "training images", advice))
        return
    fit = main_fit(training_if_any)
    values = fit.history(fit.accuracy_name or "")
    if values and values[-1] < threshold:
        fail(
            expected=f"training accuracy of at least {threshold:g} in the last epoch",
            actual=f"{values[-1]:.4f} in epoch {len(fit.epochs)}",
            fix="give the model more units or train it for more epochs",
        )
    if measured.accuracy < threshold - SAME_MODEL:
        feed = fit.training
        advice = "save the model that was trained, after fit"
        if feed is not None and feed.count is not None and feed.count < FEW_IMAGES:
            advice = f"it was trained on {feed.count:,} images: train on all 60,000"
        elif feed is not None and feed.high is not None and not 0.9 < feed.high <= 1:  # noqa: PLR2004
            advice = (
                f"it was trained on pixels from {feed.low or 0:.3g} to {feed.high:.3g}, "
                "but is tested with 0 to 1: scale with / 255.0"
            )
        fail(
            expected=f"accuracy {threshold:g} of the saved model on training images",
            actual=f"{measured.accuracy:.3f} on {measured.count:,} images, measured from "
            f"{MODEL_FILE}",
            fix=advice,
        )
    observe(f"{values[-1]:.4f}" if values else f"{measured.accuracy:.4f}")


@pytest.mark.about(Aspect.INPUT_SCALE)
def check_pixels_are_scaled(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """Pixels are scaled before they reach the model."""
    observe(require_scaled_pixels(training_if_any, saved_model))


def check_input_shape(saved_model: SavedModel, observe: Observe) -> None:
    """The model takes 28x28 images."""
    shape = saved_model.input_shape
    if tuple(shape[1:]) not in SHAPES:
        fail(
            expected="input shape (None, 28, 28) or (None, 28, 28, 1)",
            actual=str(shape),
            fix="start with tf.keras.Input(shape=(28, 28)) or (28, 28, 1)",
        )
    observe(str(shape))


@pytest.mark.about(Aspect.OUTPUT)
def check_output_probabilities(held_out: Scored, observe: Observe) -> None:
    """Ten outputs that sum to one."""
    observe(require_probabilities(held_out, CLASSES, "ten"))


def check_model_size(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The saved file is not too large."""
    observe(require_size(saved_model, problem))


@pytest.mark.about(Aspect.ACCURACY)
def check_held_out_accuracy(
    training_if_any: Training | None,
    saved_model: SavedModel,
    held_out: Scored,
    thresholds: Mapping[str, float],
    observe: Observe,
) -> None:
    """Accuracy on held-out images."""
    threshold = thresholds["held_out_accuracy"]
    learning = [name for name in saved_model.facts.layers if name == "Dense" or "Conv" in name]
    larger = "use more units in the hidden layer, or start with Conv2D and MaxPooling2D layers"
    hidden = larger if len(learning) > 1 else "add a hidden Dense or Conv2D layer"
    advice = weak_model_advice(training_if_any, threshold, hidden, IMAGES)
    observe(require_accuracy(held_out, threshold, "held-out images", advice))
