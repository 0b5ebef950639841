"""Pictures that reach the model in another form than they should: scale, and which they are."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, keyword, number
from grader.assessment.facts.input_scale import DARK, HIGHEST, RAW, rescaled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.report import Mistake
    from grader.training.record import Feed, Fit, Loader

BYTE = 255
TINY = 0.01  # A factor below it is for raw pixels.
MANY = 0.5
NOTICEABLE = 0.02  # of accuracy: more than two measurements of one model differ by
CHAINS = ("Sequential", "Functional")
SCALING = frozenset(
    {*CHAINS, "Rescaling", "Normalization", "Lambda", "TrueDivide", "Divide", "Multiply"}
)


def pixels_are_not_scaled(evidence: Evidence) -> Iterator[Mistake]:
    """Pixels from 0 to 255 reach a model that does not scale them itself."""
    fit = evidence.main_fit
    feed = fit.training if fit else None
    if fit is None or feed is None or feed.high is None or _may_scale(evidence, fit):
        return
    if feed.high > RAW:
        loader = _loader(evidence, feed)
        line = loader.line if loader else fit.line
        yield evidence.mistake(
            "pixels_are_not_scaled",
            line,
            expected="pixels from 0 to 1 in fit",
            actual=f"from {feed.low or 0:.3g} to {feed.high:.3g}",
            fix=_scaling(evidence, fit, loader),
        )


def _may_scale(evidence: Evidence, fit: Fit) -> bool:
    """Whether the model itself scales; without its file, whether it might."""
    if evidence.model_facts is not None:
        return evidence.model_facts.has_rescaling
    return fit.model not in CHAINS or not SCALING.isdisjoint(fit.layers)


def _loader(evidence: Evidence, feed: Feed) -> Loader | None:
    """The only loader whose pictures flow in."""
    return evidence.record.loader(feed.loaders[0]) if len(feed.loaders) == 1 else None


def _scaling(evidence: Evidence, fit: Fit, loader: Loader | None) -> str:
    if loader is not None and loader.kind == "flow_from_directory":
        return "make its generator with ImageDataGenerator(rescale=1/255)"
    if loader is not None:
        return "write data = data.map(lambda x, y: (x / 255.0, y)) before fit"
    name = _images_of(evidence, fit)
    return f"write {name} = {name} / 255.0 before it"


def _images_of(evidence: Evidence, fit: Fit) -> str:
    """What the file calls the pictures that fit gets; x where that is no plain name."""
    for call in calls(evidence.tree, "fit"):
        given = call.args[0] if call.args else keyword(call, "x")
        if call.lineno == fit.line and isinstance(given, ast.Name):
            return given.id
    return "x"


def pixels_are_scaled_twice(evidence: Evidence) -> Iterator[Mistake]:
    """Divided by 255 in two places, of which one may be a layer of the model."""
    fit = evidence.main_fit
    feed = fit.training if fit else None
    if fit is None or feed is None or feed.high is None or feed.low is None:
        return
    inside = [factor for factor in fit.rescaling if 0 < factor < TINY]
    left = rescaled(feed.high, fit.rescaling) if inside else feed.high
    if inside and abs(left) < DARK < feed.high <= HIGHEST and feed.low > -HIGHEST:
        layers = [call for call in calls(evidence.tree, "Rescaling") if _is_tiny(_factor(call))]
        yield evidence.mistake(
            "pixels_are_scaled_twice",
            layers[0].lineno if len(layers) == 1 else fit.line,
            expected="pixels divided by 255 once",
            actual=f"fit gets them from {feed.low:.3g} to {feed.high:.3g}, and the model's "
            f"Rescaling leaves at most {left:.2g}",
            fix="leave layers.Rescaling out, or do not scale the pictures before",
        )
    elif not inside and -DARK < feed.low <= feed.high < DARK:
        places = _divisions(evidence.tree)
        both = " and ".join(evidence.place(place) for place in places)
        yield evidence.mistake(
            "pixels_are_scaled_twice",
            places[1] if len(places) == 2 else fit.line,  # noqa: PLR2004
            expected="pixels divided by 255 once",
            actual=f"they end at {feed.high:.2g}"
            + (f": {both} divide" if len(places) == 2 else " in this fit"),  # noqa: PLR2004
            fix="take one / 255.0 or rescale=1/255 out",
        )


def _is_tiny(factor: float | None) -> bool:
    return factor is not None and 0 < factor < TINY


def _factor(call: ast.Call) -> float | None:
    return number(call.args[0] if call.args else keyword(call, "scale"))


def _divisions(tree: ast.Module) -> list[int]:
    """The lines that divide by 255, in their order."""
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


def normalized_by_length(evidence: Evidence) -> Iterator[Mistake]:
    """keras.utils.normalize divides each row by its own length, and not all pixels by 255."""
    fit = evidence.main_fit
    measured, name = evidence.accuracy.get("training"), fit.accuracy_name if fit else None
    if fit is None or measured is None or name is None or not evidence.is_weak:
        return
    reached = fit.history(name)[-1]
    for call in calls(evidence.tree, "normalize"):
        if ast.unparse(call.func).endswith("utils.normalize") and reached - measured > NOTICEABLE:
            yield evidence.mistake(
                "normalized_by_length",
                call.lineno,
                expected="all pixels divided by 255",
                actual="each row divided by its own length: accuracy on training pictures was "
                f"{reached:.3f} in fit, and is {measured:.3f} with pixels / 255",
                fix="write x = x / 255.0 in place of normalize",
            )
            return


def validation_has_another_scale(evidence: Evidence) -> Iterator[Mistake]:
    """Training pictures are scaled and validation pictures are not, or the other way round."""
    fit = evidence.main_fit
    first, second = (fit.training, fit.validation) if fit else (None, None)
    if fit is None or first is None or second is None or not first.high or not second.high:
        return
    low, high = sorted((first.high, second.high))
    if DARK < low <= HIGHEST and high > RAW:
        loader = _loader(evidence, second)
        missing = second if second.high == high else first
        role = "validation" if missing is second else "training"
        generator = loader is not None and loader.kind == "flow_from_directory"
        yield evidence.mistake(
            "validation_has_another_scale",
            loader.line if loader and missing is second else fit.line,
            expected="training and validation pictures on one scale",
            actual=f"pixels reach {first.high:.3g} in training and {second.high:.3g} in validation",
            fix=f"give the {role} generator rescale=1/255 too"
            if generator
            else f"divide the {role} pictures by 255.0 too",
        )


def validates_on_training_pictures(evidence: Evidence) -> Iterator[Mistake]:
    """What validation measures on was trained on."""
    fit = evidence.main_fit
    if fit is None or fit.shared is None or fit.shared < MANY or fit.validation is None:
        return
    how = "all" if fit.shared == 1 else f"{fit.shared:.0%}"
    key = f"val_{fit.accuracy_name}" if fit.accuracy_name else ""
    values = fit.history(key)
    figure = f": {key} {values[-1]:.4f} tells nothing new" if values else ""
    arrays = fit.validation.kind == "array"
    yield evidence.mistake(
        "validates_on_training_pictures",
        fit.line,
        expected="validation pictures that are not trained on",
        actual=f"{how} of the validation pictures are training pictures too{figure}",
        fix="keep some back: fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))"
        if arrays
        else "make a second loader for validation and pass that one as validation_data",
    )


def validation_is_varied(evidence: Evidence) -> Iterator[Mistake]:
    """Validation images are varied at random, as the training images are: only advice.

    The validation metric becomes noisy; a problem whose statement forbids it has a check for it.
    """
    fit = evidence.main_fit
    feed = fit.validation if fit else None
    if (
        fit is None
        or feed is None
        or any(c.endswith("_not_augmented") for c in evidence.problem.points)
    ):
        return
    loader, pipeline = _loader(evidence, feed), feed.kind == "dataset"
    changes = loader.augmentation if loader and not pipeline else ()
    is_its_own = pipeline or fit.training is None or feed.loaders != fit.training.loaders
    if is_its_own and (changes or feed.varies):
        how = ", ".join(changes) or "a function that draws random numbers"
        yield evidence.mistake(
            "validation_is_varied",
            fit.line if loader is None or pipeline else loader.line,
            expected="validation images as they are",
            actual=f"the validation images are varied too ({how}), so their metrics are noisy",
            fix="split first, then map the function over the training part only: "
            "training = training.map(augment)"
            if pipeline
            else _second_generator(evidence, loader),
        )


def _second_generator(evidence: Evidence, loader: Loader | None) -> str:
    """The code of a generator for validation, and why the parts stay disjoint."""
    given, share = [], ""
    if loader is not None and loader.rescale:
        plain = math.isclose(loader.rescale, 1 / BYTE, rel_tol=NOTICEABLE)
        given.append("rescale=1/255" if plain else f"rescale={loader.rescale:g}")
    if loader is not None and loader.subset:
        told = [
            keyword(call, "validation_split") for call in calls(evidence.tree, "ImageDataGenerator")
        ]
        shares = {number(one) for one in told} - {None}
        known = (
            shares.pop() if len(shares) == 1 else evidence.problem.numbers.get("validation_split")
        )
        share = "..." if known is None else f"{known:g}"
        given.append(f"validation_split={share}")
    made = f"write plain = ImageDataGenerator({', '.join(given)}) and make the validation images "
    if not share:
        return f"{made}with plain.flow_from_directory(...)"
    return (
        f"{made}with plain.flow_from_directory(..., subset='validation'); with the same "
        "validation_split no image is in both parts: each generator keeps the first "
        f"{share} of each class's sorted file names for validation"
    )


RULES = (
    pixels_are_scaled_twice,
    pixels_are_not_scaled,
    normalized_by_length,
    validation_has_another_scale,
    validates_on_training_pictures,
)
# What costs no check and no score; said in a note, also where all checks pass.
ADVICE = (validation_is_varied,)
