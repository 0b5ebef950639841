"""Requirements that the checks of several problems share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import NotRun, fail
from grader.assessment.facts.input_scale import Scaling, differ, input_scale
from grader.problem import MODEL_FILE
from grader.sandbox.plan import MEGABYTE, Ending

if TYPE_CHECKING:
    from grader.assessment.evidence import SavedModel, Scored
    from grader.problem import Problem
    from grader.training.record import Fit
    from grader.training.run import Training

SUM_ERROR = 0.01  # Error of sums in half precision.
DECISIVE = 0.2  # How much more accurate a scale must be to count as the scale of the training.


CONVOLUTIONS = frozenset(
    {"Conv2D", "SeparableConv2D", "DepthwiseConv2D", "Conv2DTranspose", "Convolution2D"}
)

SCALED_TWICE = "divide by 255.0 only once: look for a second / 255.0 or rescale=1/255"
SCALE = (
    "divide by 255.0, or give ImageDataGenerator rescale=1/255, "
    "or start the model with layers.Rescaling(1/255)"
)


def main_fit(training: Training) -> Fit:  # noqa: RET503  (`fail` does not return)
    """Return the fit that trained the saved model, else the last one.

    Raises NotRun if the file stopped before any fit, CheckFailed if it has none.
    """
    fit = training.record.main_fit(MODEL_FILE)
    if fit is not None:
        return fit
    stopped_before_fit(training)
    fail(
        expected="a call of model.fit",
        actual="fit was never called",
        fix="train the model with model.fit(...) before you save it",
    )


def stopped_before_fit(training: Training) -> None:
    """Raise NotRun if an error or a limit stopped the file: the rest cannot be judged."""
    raised = training.record.raised
    if training.outcome.ending not in {Ending.EXITED, Ending.KILLED}:
        raise NotRun("your file was stopped before this point")
    if raised is not None:
        frame = raised.own_frame
        where = f" at line {frame.line}" if frame else ""
        raise NotRun(f"your file stopped{where} before this point")


def require_scaled_pixels(training: Training | None, model: SavedModel | None) -> str:
    """Describe the pixel range in fit; fail if it is wrong."""
    fit = main_fit(training) if training and training.record.fits else None
    found = input_scale(fit, rescales=model is not None and model.facts.has_rescaling)
    seen = f"pixels from {found.low:.3g} to {found.high:.3g}"
    if found.scaling is Scaling.IN_MODEL:
        return "rescaled in the model"
    if found.scaling is Scaling.UNKNOWN:
        return _scale_by_trying(model)
    if found.scaling is Scaling.NONE:
        fail(expected="pixels scaled to 0-1 before the first layer", actual=seen, fix=SCALE)
    if found.scaling is Scaling.TWICE:
        fail(expected="pixels scaled to 0-1, once", actual=seen, fix=SCALED_TWICE)
    if found.scaling is Scaling.TWICE_IN_MODEL:
        fail(
            expected="pixels scaled to 0-1, once",
            actual=f"pixels up to {found.high:.3g}, and Rescaling reduces them to {found.left:.2g}",
            fix=SCALED_TWICE,
        )
    if found.scaling is Scaling.OTHER:
        fail(
            expected="pixels scaled to 0-1, the range in which the kit tests the saved model",
            actual=seen,
            fix="scale only with / 255.0, or do the rest in layers of the model",
        )
    return seen


def require_one_scale(training: Training | None, model: SavedModel | None) -> None:
    """Fail if only one of the training and validation images was scaled."""
    fit = main_fit(training) if training and training.record.fits else None
    first, second = (fit.training, fit.validation) if fit else (None, None)
    if model is None or first is None or second is None or not differ(first, second):
        return
    role = "validation" if (first.high or 0) < (second.high or 0) else "training"
    by_model = "pass both unscaled, 0 to 255: the model's Rescaling layer scales both"
    by_hand = f"scale the {role} images too: rescale=1/255 in their generator, or the same map "
    fail(
        expected="training and validation images on one scale",
        actual=f"pixels up to {first.high:.3g} in training and {second.high:.3g} in validation",
        fix=by_model if model.facts.has_rescaling else f"{by_hand}on their dataset",
    )


def _scale_by_trying(model: SavedModel | None) -> str:
    """Describe the pixel scale of the saved model where the training record does not show it."""
    if model is None:
        raise NotRun("the pixel range in fit is unknown")
    if not model.has_learnt:
        raise NotRun(
            f"accuracy {max(model.tried.values()):.3f} on training images at any pixel "
            "scale is too close to chance to tell"
        )
    scaled = max(model.tried["0-1"], model.tried["-1-1"])
    for scale, advice in (("0-255", SCALE), ("0-0.004", SCALED_TWICE)):
        other = model.tried[scale]
        if other - scaled > DECISIVE and other == max(model.tried.values()):
            fail(
                expected="pixels scaled to 0-1 before the first layer",
                actual=f"accuracy {other:.3f} with pixels {scale} and {scaled:.3f} "
                "with scaled ones",
                fix=advice,
            )
    return f"works with pixels {model.scale}; the pixel range in fit is unknown"


def require_size(model: SavedModel, problem: Problem) -> str:
    """Describe the file size; fail above the limit."""
    size, limit = model.facts.bytes / MEGABYTE, problem.limits.model_mb
    if size > limit:
        fail(
            expected=f"a file of at most {limit:g} MB",
            actual=f"{model.file} has {size:.1f} MB ({model.facts.parameters:,} parameters)",
            fix="use fewer units in the Dense layer after Flatten, or pool once more before "
            "it; model.save(..., include_optimizer=False) leaves out the optimizer state",
        )
    return f"{size:.2f} MB"


def require_accuracy(scored: Scored, threshold: float, what: str, advice: str) -> str:
    """Describe the accuracy; fail below the threshold."""
    seen = f"{scored.accuracy:.3f} on {scored.count:,} {what}"
    if scored.accuracy < threshold:
        if scored.predictions.shape[1] == 1 and 1 - scored.accuracy >= threshold:
            advice = "swap the labels, they are reversed: the first folder in the alphabet is 0"
        fail(expected=f"accuracy of at least {threshold:.3f}", actual=seen, fix=advice)
    return seen


def require_image_shape(model: SavedModel, size: int) -> str:
    """Describe the input shape; fail if it is not colour images of this size."""
    if tuple(model.input_shape[1:]) != (size, size, 3):
        fail(
            expected=f"input shape (None, {size}, {size}, 3)",
            actual=str(model.input_shape),
            fix=f"start with tf.keras.Input(shape=({size}, {size}, 3)) and load images "
            f"with target_size=({size}, {size})",
        )
    return str(model.input_shape)


def require_convolutions(model: SavedModel, least: int) -> str:
    """Describe the number of convolutions of the saved model; fail if there are too few."""
    count = sum(name in CONVOLUTIONS for name in model.facts.layers)
    if count < least:
        fail(
            expected=f"at least {least} convolution{'s' if least > 1 else ''}",
            actual=f"{count} among its {len(model.facts.layers)} layers",
            fix="start with pairs of layers.Conv2D(filters, 3, activation='relu') and "
            "layers.MaxPooling2D(), then layers.Flatten()",
        )
    return f"{count} convolutions" if count > 1 else "1 convolution"


def require_one_sigmoid(model: SavedModel, held_out: Scored) -> str:
    """Describe the output; fail if it is not one number from 0 to 1 that can vary."""
    answers, activation = held_out.predictions, model.facts.output_activation
    advice = "end with layers.Dense(1, activation='sigmoid') and loss='binary_crossentropy'"
    if answers.shape[1] != 1:
        fail(expected="one output", actual=f"{answers.shape[1]} outputs", fix=advice)
    if activation == "softmax":
        fail(
            expected="one output from 0 to 1",
            actual="softmax over a single unit, which is 1 for every image",
            fix=advice,
        )
    if activation == "linear" or not ((answers >= 0) & (answers <= 1)).all():
        fail(
            expected="one output from 0 to 1, by a sigmoid",
            actual=f"activation {activation or 'unknown'}, "
            f"outputs from {answers.min():.3g} to {answers.max():.3g}",
            fix=advice,
        )
    return "one output from 0 to 1"


def require_probabilities(held_out: Scored, classes: int, words: str) -> str:
    """Describe the output; fail if it is not this many numbers that sum to one."""
    answers = held_out.predictions
    if answers.shape[1] != classes:
        fail(
            expected=f"{words} outputs, one per class",
            actual=f"{answers.shape[1]}",
            fix=f"end with layers.Dense({classes}, activation='softmax')",
        )
    sums = answers.sum(axis=1)
    if not ((abs(sums - 1) < SUM_ERROR).all() and (answers >= 0).all()):
        fail(
            expected=f"{words} probabilities that sum to one",
            actual=f"sums from {sums.min():.3g} to {sums.max():.3g}",
            fix="give the last layer activation='softmax' "
            "(and the loss from_logits=False, its default)",
        )
    return f"{classes} probabilities"
