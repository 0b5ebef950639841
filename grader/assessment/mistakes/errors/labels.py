"""Labels, loss and the model's output that do not go together."""

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
# Keras 2 says it in other words: labels first, or the model's output first.
SHAPES_2 = re.compile(r"Shapes \(([^)]*)\) and \(([^)]*)\) are incompatible")
TURNED_2 = re.compile(r"must have the same shape, received \(\(([^)]*)\) vs \(([^)]*)\)\)")
RANGE = re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")
VALUES = re.compile(r"Label values: ([\d ]+)")
TEXTS = re.compile(r"Invalid dtype: (str|<U)\d+")
SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"
BINARY = "binary_crossentropy"
MODES = {"flow_from_directory": "class_mode", "image_dataset_from_directory": "label_mode"}
FLATTENING = re.compile("Flatten|Global|Reshape|Sequential|Functional")  # or a model that may


def _sizes(text: str) -> tuple[int | None, ...]:
    """A shape as a message tells it, without the axis of the batch."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(int(part) if part.isdigit() else None for part in parts[1:])


@dataclass(frozen=True)
class Unlike:
    """Labels and outputs of one picture that a loss cannot compare: their shapes, and the fit."""

    fit: Fit
    target: tuple[int | None, ...]
    output: tuple[int | None, ...]

    @property
    def classes(self) -> int:
        """How many numbers a label has; 0 where it is a single one."""
        return (self.target[0] or 0) if len(self.target) == 1 and self.target[0] != 1 else 0

    @property
    def units(self) -> int:
        """How many numbers the model gives a picture; 0 where it gives no row."""
        return (self.output[0] or 0) if len(self.output) == 1 else 0

    @property
    def is_sparse(self) -> bool:
        """Whether the loss takes labels that are whole numbers."""
        return SPARSE in _loss(self.fit)


def _unlike(evidence: Evidence, raised: Raised) -> Unlike | None:
    fits = evidence.record.fits
    if raised.type != "ValueError" or not fits:
        return None
    if found := SHAPES.search(raised.message) or SHAPES_2.search(raised.message):
        return Unlike(fits[-1], _sizes(found[1]), _sizes(found[2]))
    if found := TURNED_2.search(raised.message):
        return Unlike(fits[-1], _sizes(found[2]), _sizes(found[1]))
    return None


def flatten_is_missing(evidence: Evidence, raised: Raised) -> str:
    """The output is a picture of numbers: no Flatten before the Dense layers."""
    seen = _unlike(evidence, raised)
    layers = seen.fit.layers if seen else ()
    if seen is None or len(seen.output) < 2 or "Dense" not in layers:  # noqa: PLR2004
        return ""
    if len(seen.target) > 1 or any(FLATTENING.search(layer) for layer in layers):
        return ""
    first = layers.index("Dense")
    after = f"after {layers[first - 1]}" if first else "before the first Dense"
    shape = ", ".join("?" if size is None else str(size) for size in seen.output)
    return f"the model gives ({shape}) a picture, no row: add tf.keras.layers.Flatten() {after}"


def labels_are_one_hot(evidence: Evidence, raised: Raised) -> str:
    """The sparse loss, and one-hot labels."""
    seen = _unlike(evidence, raised)
    if seen is None or not seen.is_sparse or not seen.classes or seen.classes != seen.units:
        return ""
    mend = _zero_or_one(evidence, seen) or _with_loss(evidence, seen.fit, CATEGORICAL)
    return f"the labels are rows of {seen.classes} (one-hot): {mend}"


def labels_are_whole_numbers(evidence: Evidence, raised: Raised) -> str:
    """The categorical loss, and labels that are one number each."""
    seen = _unlike(evidence, raised)
    if seen is None or seen.is_sparse or seen.target not in {(), (1,)} or seen.units < 2:  # noqa: PLR2004
        return ""
    said = "the labels are whole numbers, one a picture"
    if _wants_one_sigmoid(evidence):
        return f"{said}, 0 or 1: {_one_sigmoid(evidence, seen.fit)}"
    loader = _loader(evidence, seen.fit, ("binary", "int", "sparse"))
    if loader and len(loader.classes) == 2 and CATEGORICAL not in _loss(seen.fit):  # noqa: PLR2004
        return f"{said}: end with Dense(1, activation='sigmoid')"
    return f"{said}: {_with_loss(evidence, seen.fit, SPARSE)}"


def _wants_one_sigmoid(evidence: Evidence) -> bool:
    """Whether the problem asks for one output, with a sigmoid."""
    outputs = evidence.problem.outputs
    return outputs is not None and outputs.activation == "sigmoid"


def _one_sigmoid(evidence: Evidence, fit: Fit) -> str:
    """The end of a model that the task wants to have one output."""
    end = "end with Dense(1, activation='sigmoid')"
    if _loss(fit) == BINARY:
        return end
    return f"{end} and {_with_loss(evidence, fit, BINARY)}"


def _zero_or_one(evidence: Evidence, seen: Unlike) -> str:
    """Labels and end of a model that has to have one output; empty where the task wants none."""
    if seen.classes != 2 or not _wants_one_sigmoid(evidence):  # noqa: PLR2004
        return ""
    loader = _loader(evidence, seen.fit, ("categorical",))
    labels = "make them 0 and 1"
    if loader is not None:
        labels = f"write {MODES.get(loader.kind, 'class_mode')}='binary' in "
        labels += evidence.place(loader.line)
    return f"{labels}, and {_one_sigmoid(evidence, seen.fit)}"


def loader_gives_rows_of_two(evidence: Evidence, raised: Raised) -> str:
    """One output, and a loader whose class_mode is "categorical", as it is by default."""
    seen = _unlike(evidence, raised)
    if seen is None or seen.units != 1 or seen.classes != 2:  # noqa: PLR2004
        return ""
    loader = _loader(evidence, seen.fit, ("categorical",))
    if loader is None:
        other = "" if _wants_one_sigmoid(evidence) else ", or end with Dense(2) and a softmax"
        return f"the labels are rows of two: leave them 0 and 1{other}"
    mode = MODES.get(loader.kind, "class_mode")
    default = "" if _given(evidence, loader, mode) else f" ({mode} is 'categorical' by default)"
    where = evidence.place(loader.line)
    return f"the loader gives rows of two labels{default}: write {mode}='binary' in {where}"


def units_are_not_the_classes(evidence: Evidence, raised: Raised) -> str:
    """More or fewer units in the last layer than the one-hot labels have classes."""
    seen = _unlike(evidence, raised)
    if seen is None or not seen.classes or not seen.units or seen.classes == seen.units:
        return ""
    loader = _loader(evidence, seen.fit, ("categorical",))
    what = "the folders make {} classes" if loader else "the labels are rows of {}"
    if mend := _zero_or_one(evidence, seen):
        return f"{what.format(seen.classes)}: {mend}"
    end = _last(evidence, seen.fit, seen.units, seen.classes)
    had = _units_told(seen.units)
    return f"{what.format(seen.classes)}, the last layer has {had}: write {end}"


def _loss(fit: Fit) -> str:
    """A loss by its name: CategoricalCrossentropy() is called categorical_crossentropy."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fit.loss).lower()


def _with_loss(evidence: Evidence, fit: Fit, name: str) -> str:
    return f"write loss='{name}' in {evidence.place(fit.compiled) if fit.compiled else 'compile'}"


def _units_told(units: int) -> str:
    return "one unit" if units == 1 else f"{units} units"


def _given(evidence: Evidence, loader: Loader, mode: str) -> bool:
    made = [call for call in calls(evidence.tree, loader.kind) if _covers(call, loader.line)]
    return any(keyword(call, mode) is not None for call in made)


def _covers(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _loader(evidence: Evidence, fit: Fit, modes: tuple[str, ...]) -> Loader | None:
    """The loader of the fit whose labels are of such a kind."""
    feeds = [feed for feed in (fit.training, fit.validation) if feed is not None]
    known = [evidence.record.loader(number) for feed in feeds for number in feed.loaders]
    return next((each for each in known if each is not None and each.class_mode in modes), None)


def loader_gives_no_labels(evidence: Evidence, raised: Raised) -> str:
    """label_mode=None or class_mode=None: images alone, of which nothing can be learnt."""
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
    """Labels such as "horses", as the folders are called."""
    feeds = [fit.training for fit in evidence.record.fits[-1:] if fit.training is not None]
    images = any(feed.kind == "array" and len(feed.shape) > 1 for feed in feeds)
    if raised.type != "ValueError" or not TEXTS.search(raised.message) or not images:
        return ""
    return "the labels are texts: give fit numbers, y = [classes.index(name) for name in y]"


def label_above_the_last_unit(evidence: Evidence, raised: Raised) -> str:
    """Fewer units in the last layer than there are classes, with whole numbers as labels."""
    found = RANGE.search(raised.message)
    if found is None:
        return ""
    units = int(found[2])
    listed = VALUES.search(raised.message)
    largest = max([int(found[1]), *map(int, listed[1].split() if listed else [])])
    if int(found[1]) < 0:
        return "a label is below 0: labels count from 0"
    fits = evidence.record.fits
    loader = _loader(evidence, fits[-1], ("int", "sparse", "binary")) if fits else None
    classes = max(largest + 1, len(loader.classes) if loader else 0)
    if units == 1 and classes == 2:  # noqa: PLR2004
        return "one unit tells two classes apart by loss='binary_crossentropy', with a sigmoid"
    end = _last(evidence, fits[-1] if fits else None, units, classes)
    had = _units_told(units)
    return f"the labels go up to {classes - 1}, the last layer has {had}: write {end}"


def _last(evidence: Evidence, fit: Fit | None, units: int, classes: int) -> str:
    """The last layer with as many units as there are classes, as it stands in the program."""
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
