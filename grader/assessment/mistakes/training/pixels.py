"""Wrong input images: their pixel scale, and which images are used."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, keyword, number
from grader.assessment.facts.input_scale import TINY, InputScale, Scaling, differ, input_scale
from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Feed, Fit, Loader

BYTE = 255
MANY = 0.5
NOTICEABLE = 0.02  # difference in accuracy that is more than measurement noise


@mistake(Aspect.INPUT_SCALE, Aspect.ACCURACY)
def pixels_are_not_scaled(evidence: Evidence) -> Iterator[Found]:
    """Pixels from 0 to 255 reach a model that does not scale them itself."""
    fit, found = evidence.main_fit, _input_scale(evidence)
    if fit is None or fit.training is None or found.scaling is not Scaling.NONE:
        return
    loader = _loader(evidence, fit.training)
    yield Found(
        loader.line if loader else fit.line,
        expected="pixels from 0 to 1 in fit",
        actual=f"from {found.low:.3g} to {found.high:.3g}",
        fix=_scaling(evidence, fit, loader),
    )


def _input_scale(evidence: Evidence) -> InputScale:
    facts = evidence.model_facts
    return input_scale(evidence.main_fit, rescales=facts.has_rescaling if facts else None)


def _loader(evidence: Evidence, feed: Feed) -> Loader | None:
    """Return the loader that feeds fit, if there is exactly one."""
    return evidence.record.loader(feed.loaders[0]) if len(feed.loaders) == 1 else None


def _scaling(evidence: Evidence, fit: Fit, loader: Loader | None) -> str:
    if loader is not None and loader.kind == "flow_from_directory":
        return "make its generator with ImageDataGenerator(rescale=1/255)"
    if loader is not None:
        return "write data = data.map(lambda x, y: (x / 255.0, y)) before fit"
    name = _images_of(evidence, fit)
    return f"write {name} = {name} / 255.0 before fit"


def _images_of(evidence: Evidence, fit: Fit) -> str:
    """Return the file's name for the images passed to fit; x if it is not a plain name."""
    for call in calls(evidence.tree, "fit"):
        given = call.args[0] if call.args else keyword(call, "x")
        if call.lineno == fit.line and isinstance(given, ast.Name):
            return given.id
    return "x"


@mistake(Aspect.INPUT_SCALE, Aspect.ACCURACY)
def pixels_are_scaled_twice(evidence: Evidence) -> Iterator[Found]:
    """Pixels are divided by 255 twice, once perhaps in a layer of the model."""
    fit, found = evidence.main_fit, _input_scale(evidence)
    if fit is None:
        return
    if found.scaling is Scaling.TWICE_IN_MODEL:
        layers = [call for call in calls(evidence.tree, "Rescaling") if _is_tiny(_factor(call))]
        yield Found(
            layers[0].lineno if len(layers) == 1 else fit.line,
            expected="pixels divided by 255 once",
            actual=f"fit gets {found.low:.3g} to {found.high:.3g}, and the model's "
            f"Rescaling leaves at most {found.left:.2g}",
            fix="remove layers.Rescaling, or do not scale the images before fit",
        )
    elif found.scaling is Scaling.TWICE:
        lines = _divisions(evidence.tree)
        both = " and ".join(evidence.place(line) for line in lines)
        yield Found(
            lines[1] if len(lines) == 2 else fit.line,  # noqa: PLR2004
            expected="pixels divided by 255 once",
            actual=f"the largest pixel is {found.high:.2g}"
            + (f": {both} divide" if len(lines) == 2 else " in this fit"),  # noqa: PLR2004
            fix="remove one / 255.0 or rescale=1/255",
        )


def _is_tiny(factor: float | None) -> bool:
    return factor is not None and 0 < factor < TINY


def _factor(call: ast.Call) -> float | None:
    return number(call.args[0] if call.args else keyword(call, "scale"))


def _divisions(tree: ast.Module) -> list[int]:
    """Return the lines that divide by 255, in order."""
    lines = {call.lineno for call in calls(tree, "Rescaling") if _is_tiny(_factor(call))}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            by, of = number(node.right), number(node.left)
            lines |= {node.lineno} if by == BYTE and of is None else set()
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
            lines |= {node.lineno} if number(node.value) == BYTE else set()
        elif isinstance(node, ast.keyword) and node.arg == "rescale":
            lines |= {node.value.lineno} if _is_tiny(number(node.value)) else set()
    return sorted(lines)


@mistake(Aspect.INPUT_SCALE, Aspect.ACCURACY)
def normalized_by_length(evidence: Evidence) -> Iterator[Found]:
    """keras.utils.normalize divides each row by its own length, not all pixels by 255."""
    fit = evidence.main_fit
    measured, name = evidence.accuracy.get("training"), fit.accuracy_name if fit else None
    if fit is None or measured is None or name is None or not evidence.is_weak:
        return
    reached = fit.history(name)[-1]
    for call in calls(evidence.tree, "normalize"):
        if ast.unparse(call.func).endswith("utils.normalize") and reached - measured > NOTICEABLE:
            yield Found(
                call.lineno,
                expected="all pixels divided by 255",
                actual="each row divided by its own length: accuracy on training images was "
                f"{reached:.3f} in fit, but is {measured:.3f} with pixels / 255",
                fix="write x = x / 255.0 instead of normalize",
            )
            return


@mistake(Aspect.INPUT_SCALE)
def validation_has_another_scale(evidence: Evidence) -> Iterator[Found]:
    """Only one of the training and validation images is scaled."""
    fit = evidence.main_fit
    first, second = (fit.training, fit.validation) if fit else (None, None)
    if fit is None or first is None or second is None or not first.high or not second.high:
        return
    if differ(first, second):
        loader = _loader(evidence, second)
        missing = second if second.high > first.high else first
        role = "validation" if missing is second else "training"
        generator = loader is not None and loader.kind == "flow_from_directory"
        yield Found(
            loader.line if loader and missing is second else fit.line,
            expected="training and validation images on one scale",
            actual=f"pixels reach {first.high:.3g} in training and {second.high:.3g} in validation",
            fix=f"give the {role} generator rescale=1/255 too"
            if generator
            else f"divide the {role} images by 255.0 too",
        )


@mistake(Aspect.VALIDATION_DATA)
def validates_on_training_pictures(evidence: Evidence) -> Iterator[Found]:
    """The validation images are training images."""
    fit = evidence.main_fit
    if fit is None or fit.shared is None or fit.shared < MANY or fit.validation is None:
        return
    how = "all" if fit.shared == 1 else f"{fit.shared:.0%}"
    key = f"val_{fit.accuracy_name}" if fit.accuracy_name else ""
    values = fit.history(key)
    figure = f": {key} {values[-1]:.4f} measures nothing new" if values else ""
    arrays = fit.validation.kind == "array"
    yield Found(
        fit.line,
        expected="validation images that are not training images",
        actual=f"{how} of the validation images are training images too{figure}",
        fix="split the arrays: fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))"
        if arrays
        else "create a second loader for validation and pass it as validation_data",
    )


@mistake()
def validation_is_varied(evidence: Evidence) -> Iterator[Found]:
    """Validation images are augmented at random, like the training images: only advice.

    The validation metric becomes noisy. Problems that forbid this have a check for it.
    """
    fit = evidence.main_fit
    images = evidence.problem.images
    feed = fit.validation if fit else None
    if fit is None or feed is None or (images is not None and not images.augment_validation):
        return
    loader, pipeline = _loader(evidence, feed), feed.kind == "dataset"
    changes = loader.augmentation if loader and not pipeline else ()
    is_its_own = pipeline or fit.training is None or feed.loaders != fit.training.loaders
    if is_its_own and (changes or feed.varies):
        how = ", ".join(changes) or "a function that draws random numbers"
        yield Found(
            fit.line if loader is None or pipeline else loader.line,
            expected="unchanged validation images",
            actual=f"the validation images are augmented too ({how}), so their metrics are noisy",
            fix="split first, then map the function only over the training part: "
            "training = training.map(augment)"
            if pipeline
            else _second_generator(evidence, loader),
        )


def _second_generator(evidence: Evidence, loader: Loader | None) -> str:
    """Return the code of a generator for validation, and why the parts stay disjoint."""
    given, share = [], ""
    if loader is not None and loader.rescale:
        plain = math.isclose(loader.rescale, 1 / BYTE, rel_tol=NOTICEABLE)
        given.append("rescale=1/255" if plain else f"rescale={loader.rescale:g}")
    if loader is not None and loader.subset:
        told = [
            keyword(call, "validation_split") for call in calls(evidence.tree, "ImageDataGenerator")
        ]
        shares = {number(one) for one in told} - {None}
        validation = evidence.problem.validation
        asked = validation.share if validation else None
        known = shares.pop() if len(shares) == 1 else asked
        share = "..." if known is None else f"{known:g}"
        given.append(f"validation_split={share}")
    made = f"write plain = ImageDataGenerator({', '.join(given)}) and create the validation images "
    if not share:
        return f"{made}with plain.flow_from_directory(...)"
    return (
        f"{made}with plain.flow_from_directory(..., subset='validation'); with the same "
        "validation_split no image is in both parts: each generator uses the first "
        f"{share} of each class's sorted file names for validation"
    )


RULES = (
    pixels_are_scaled_twice,
    pixels_are_not_scaled,
    normalized_by_length,
    validation_has_another_scale,
    validates_on_training_pictures,
)
# Advice that fails no check and costs no score; shown as notes, also if all checks pass.
ADVICE = (validation_is_varied,)
