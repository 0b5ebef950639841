"""Labels, loss and model output that do not match."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, keyword, value

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Fit, Loader, Raised

SHAPES = re.compile(r"target\.shape=\(([^)]*)\), output\.shape=\(([^)]*)\)")
# Keras 2 has other messages: labels first, or the model's output first.
SHAPES_2 = re.compile(r"Shapes \(([^)]*)\) and \(([^)]*)\) are incompatible")
TURNED_2 = re.compile(r"must have the same shape, received \(\(([^)]*)\) vs \(([^)]*)\)\)")
RANGE = re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")
VALUES = re.compile(r"Label values: ([\d ]+)")
TEXTS = re.compile(r"Invalid dtype: (str|<U)\d+")
SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"
BINARY = "binary_crossentropy"
MODES = {"flow_from_directory": "class_mode", "image_dataset_from_directory": "label_mode"}
# A nested model may flatten too.
FLATTENING = re.compile("Flatten|Global|Reshape|Sequential|Functional")


def _sizes(text: str) -> tuple[int | None, ...]:
    """Return the shape in a message, without the batch axis."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(int(part) if part.isdigit() else None for part in parts[1:])


@dataclass(frozen=True)
class Mismatch:
    """Shapes of labels and outputs of one image that a loss cannot compare, and the fit."""

    fit: Fit
    target: tuple[int | None, ...]
    output: tuple[int | None, ...]

    @property
    def classes(self) -> int:
        """Return how many numbers a label has; 0 if it is a single one."""
        return (self.target[0] or 0) if len(self.target) == 1 and self.target[0] != 1 else 0

    @property
    def units(self) -> int:
        """Return how many numbers the model outputs for an image; 0 if it is not a vector."""
        return (self.output[0] or 0) if len(self.output) == 1 else 0

    @property
    def is_sparse(self) -> bool:
        """Return whether the loss takes integer labels."""
        return SPARSE in _loss(self.fit)


def _mismatch(evidence: Evidence, raised: Raised) -> Mismatch | None:
    fits = evidence.record.fits
    if raised.type != "ValueError" or not fits:
        return None
    if found := SHAPES.search(raised.message) or SHAPES_2.search(raised.message):
        return Mismatch(fits[-1], _sizes(found[1]), _sizes(found[2]))
    if found := TURNED_2.search(raised.message):
        return Mismatch(fits[-1], _sizes(found[2]), _sizes(found[1]))
    return None


def flatten_is_missing(evidence: Evidence, raised: Raised) -> str:
    """Match an output that still has height and width: no Flatten before the Dense layers."""
    mismatch = _mismatch(evidence, raised)
    layers = mismatch.fit.layers if mismatch else ()
    if mismatch is None or len(mismatch.output) < 2 or "Dense" not in layers:  # noqa: PLR2004
        return ""
    if len(mismatch.target) > 1 or any(FLATTENING.search(layer) for layer in layers):
        return ""
    first = layers.index("Dense")
    after = f"after {layers[first - 1]}" if first else "before the first Dense"
    shape = ", ".join("?" if size is None else str(size) for size in mismatch.output)
    return f"the model outputs ({shape}) for an image: add tf.keras.layers.Flatten() {after}"


def labels_are_one_hot(evidence: Evidence, raised: Raised) -> str:
    """Match the sparse loss with one-hot labels."""
    mismatch = _mismatch(evidence, raised)
    if (
        mismatch is None
        or not mismatch.is_sparse
        or not mismatch.classes
        or mismatch.classes != mismatch.units
    ):
        return ""
    fix = _zero_or_one(evidence, mismatch) or _with_loss(evidence, mismatch.fit, CATEGORICAL)
    return f"the labels are one-hot vectors of {mismatch.classes}: {fix}"


def labels_are_whole_numbers(evidence: Evidence, raised: Raised) -> str:
    """Match the categorical loss with labels that are one number each."""
    mismatch = _mismatch(evidence, raised)
    if (
        mismatch is None
        or mismatch.is_sparse
        or mismatch.target not in {(), (1,)}
        or mismatch.units < 2  # noqa: PLR2004
    ):
        return ""
    cause = "the labels are integers, one per image"
    if _wants_one_sigmoid(evidence):
        return f"{cause}, 0 or 1: {_one_sigmoid(evidence, mismatch.fit)}"
    loader = _loader(evidence, mismatch.fit, ("binary", "int", "sparse"))
    if loader and len(loader.classes) == 2 and CATEGORICAL not in _loss(mismatch.fit):  # noqa: PLR2004
        return f"{cause}: end with Dense(1, activation='sigmoid')"
    return f"{cause}: {_with_loss(evidence, mismatch.fit, SPARSE)}"


def _wants_one_sigmoid(evidence: Evidence) -> bool:
    """Return whether the problem asks for one output with a sigmoid."""
    outputs = evidence.problem.outputs
    return outputs is not None and outputs.activation == "sigmoid"


def _one_sigmoid(evidence: Evidence, fit: Fit) -> str:
    """Return the fix for the last layer of a model that needs one output."""
    end = "end with Dense(1, activation='sigmoid')"
    if _loss(fit) == BINARY:
        return end
    return f"{end} and {_with_loss(evidence, fit, BINARY)}"


def _zero_or_one(evidence: Evidence, mismatch: Mismatch) -> str:
    """Return the fix for labels and last layer if the task asks for one output, else ""."""
    if mismatch.classes != 2 or not _wants_one_sigmoid(evidence):  # noqa: PLR2004
        return ""
    loader = _loader(evidence, mismatch.fit, ("categorical",))
    labels = "make them 0 and 1"
    if loader is not None:
        labels = f"write {MODES.get(loader.kind, 'class_mode')}='binary' in "
        labels += evidence.place(loader.line)
    return f"{labels}, and {_one_sigmoid(evidence, mismatch.fit)}"


def loader_gives_rows_of_two(evidence: Evidence, raised: Raised) -> str:
    """Match one output with a loader whose class_mode is "categorical", the default."""
    mismatch = _mismatch(evidence, raised)
    if mismatch is None or mismatch.units != 1 or mismatch.classes != 2:  # noqa: PLR2004
        return ""
    loader = _loader(evidence, mismatch.fit, ("categorical",))
    if loader is None:
        other = "" if _wants_one_sigmoid(evidence) else ", or end with Dense(2) and a softmax"
        return f"the labels are one-hot vectors of 2: make them 0 and 1{other}"
    mode = MODES.get(loader.kind, "class_mode")
    default = "" if _given(evidence, loader, mode) else f" ({mode} is 'categorical' by default)"
    where = evidence.place(loader.line)
    return f"the loader gives one-hot vectors of 2{default}: write {mode}='binary' in {where}"


def units_are_not_the_classes(evidence: Evidence, raised: Raised) -> str:
    """Match a last layer whose units are not the number of classes of the one-hot labels."""
    mismatch = _mismatch(evidence, raised)
    if (
        mismatch is None
        or not mismatch.classes
        or not mismatch.units
        or mismatch.classes == mismatch.units
    ):
        return ""
    loader = _loader(evidence, mismatch.fit, ("categorical",))
    cause = "the folders make {} classes" if loader else "the labels are one-hot vectors of {}"
    if fix := _zero_or_one(evidence, mismatch):
        return f"{cause.format(mismatch.classes)}: {fix}"
    end = _last(evidence, mismatch.fit, mismatch.units, mismatch.classes)
    had = _count_of_units(mismatch.units)
    return f"{cause.format(mismatch.classes)}, but the last layer has {had}: write {end}"


def _loss(fit: Fit) -> str:
    """Return the loss in snake case: CategoricalCrossentropy() is categorical_crossentropy."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fit.loss).lower()


def _with_loss(evidence: Evidence, fit: Fit, name: str) -> str:
    return f"write loss='{name}' in {evidence.place(fit.compiled) if fit.compiled else 'compile'}"


def _count_of_units(units: int) -> str:
    return "one unit" if units == 1 else f"{units} units"


def _given(evidence: Evidence, loader: Loader, mode: str) -> bool:
    made = [call for call in calls(evidence.tree, loader.kind) if _covers(call, loader.line)]
    return any(keyword(call, mode) is not None for call in made)


def _covers(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _loader(evidence: Evidence, fit: Fit, modes: tuple[str, ...]) -> Loader | None:
    """Return the fit's loader whose label mode is one of these."""
    feeds = [feed for feed in (fit.training, fit.validation) if feed is not None]
    known = [evidence.record.loader(number) for feed in feeds for number in feed.loaders]
    return next((each for each in known if each is not None and each.class_mode in modes), None)


def loader_gives_no_labels(evidence: Evidence, raised: Raised) -> str:
    """Match label_mode=None or class_mode=None: images without labels."""
    fits = evidence.record.fits
    if raised.type != "ValueError" or "None values not supported" not in raised.message or not fits:
        return ""
    loader = _loader(evidence, fits[-1], ("",))
    mode = MODES.get(loader.kind, "") if loader else ""
    if loader is None or not mode:
        return ""
    if _wants_one_sigmoid(evidence) or BINARY in _loss(fits[-1]):
        meant = "binary"
    elif SPARSE in _loss(fits[-1]):
        meant = "int" if mode == "label_mode" else "sparse"
    else:
        meant = "categorical"
    return f"{mode}=None gives images without labels: write {mode}='{meant}' in " + evidence.place(
        loader.line
    )


def labels_are_texts(evidence: Evidence, raised: Raised) -> str:
    """Match labels that are strings, such as the folder name "horses"."""
    feeds = [fit.training for fit in evidence.record.fits[-1:] if fit.training is not None]
    images = any(feed.kind == "array" and len(feed.shape) > 1 for feed in feeds)
    if raised.type != "ValueError" or not TEXTS.search(raised.message) or not images:
        return ""
    return "the labels are strings: pass numbers, y = [classes.index(name) for name in y]"


def label_above_the_last_unit(evidence: Evidence, raised: Raised) -> str:
    """Match integer labels with fewer units in the last layer than classes."""
    found = RANGE.search(raised.message)
    if found is None:
        return ""
    units = int(found[2])
    listed = VALUES.search(raised.message)
    largest = max([int(found[1]), *map(int, listed[1].split() if listed else [])])
    if int(found[1]) < 0:
        return "a label is below 0: number the labels from 0"
    fits = evidence.record.fits
    loader = _loader(evidence, fits[-1], ("int", "sparse", "binary")) if fits else None
    classes = max(largest + 1, len(loader.classes) if loader else 0)
    if units == 1 and classes == 2:  # noqa: PLR2004
        return "for one unit write activation='sigmoid' and loss='binary_crossentropy'"
    end = _last(evidence, fits[-1] if fits else None, units, classes)
    had = _count_of_units(units)
    return f"the labels go up to {classes - 1}, but the last layer has {had}: write {end}"


def _last(evidence: Evidence, fit: Fit | None, units: int, classes: int) -> str:
    """Return the program's last layer, rewritten with one unit per class."""
    for call in reversed(list(calls(evidence.tree, "Dense"))):
        given = call.args[0] if call.args else keyword(call, "units")
        if value(evidence.tree, given) == units:
            activation = keyword(call, "activation")
            if units > 1 and activation is not None:
                return f"Dense({classes}, activation={ast.unparse(activation)})"
    gives_logits = fit is not None and fit.from_logits
    return f"Dense({classes})" if gives_logits else f"Dense({classes}, activation='softmax')"


RULES = (
    flatten_is_missing,
    labels_are_one_hot,
    labels_are_whole_numbers,
    loader_gives_rows_of_two,
    units_are_not_the_classes,
    loader_gives_no_labels,
    labels_are_texts,
    label_above_the_last_unit,
)
