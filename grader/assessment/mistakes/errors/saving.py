"""Errors when a model or its weights are saved or loaded."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.facts import disabled_code
from grader.assessment.facts.ast_utils import at_line, calls, classes, name_of, value
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.problem import MODEL_FILE

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

CHECKPOINT = re.compile(r"filepath provided must end in `(\.[\w.]+)`.*filepath=(\S+)", re.DOTALL)
WEIGHTS = re.compile(r"The filename must end in `\.weights\.h5`\. Received: filepath=(\S+)")
NO_ENDING = "Invalid filepath extension for saving"
SUBCLASSED = "Saving the model to HDF5 format requires the model to be a Functional"
UNWRITTEN = re.compile(r"Object (\w+) was created by passing\s+non-serializable")
NO_CONFIG = re.compile(r"No model config found in the file at (\S+?)\.?$")
FUNCTION = re.compile(r"module '[\w.]+' has no attribute '(load|save)_weights'")
NOT_FOUND = re.compile(
    r"File not found: filepath=(\S+?)\. |name = '([^']+)', errno = 2"
    r"|No file or directory found at (\S+)"
)
LOADING = ("load_model", "load_weights")
ENDING = re.compile(r"(\.weights)?\.(h5|hdf5|keras|ckpt|tf|pb)$")


def _stem(path: str) -> str:
    return ENDING.sub("", path.rstrip("/")) or "best"


def checkpoint_of_another_ending(_evidence: Evidence, raised: Raised) -> str:
    """Match a ModelCheckpoint that writes .ckpt, or only weights to .h5."""
    found = CHECKPOINT.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    name = _stem(found[2])
    if found[1] == ".weights.h5":
        return (
            f"weights need the ending .weights.h5: write ModelCheckpoint('{name}.weights.h5', ...)"
        )
    return (
        f"write '{name}.keras' for the full model, or "
        f"'{name}.weights.h5' with save_weights_only=True for its weights"
    )


def _model(evidence: Evidence, raised: Raised, method: str) -> str:
    """Return the variable whose method a line calls; "model" if it has no name."""
    for node in at_line(evidence.tree, own_line(raised)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == method:
            return name_of(called.value) or "model"
    return "model"


def weights_of_another_ending(evidence: Evidence, raised: Raised) -> str:
    """Match save_weights with the file name of a model."""
    found = WEIGHTS.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    name = _model(evidence, raised, "save_weights")
    if (
        PurePosixPath(found[1]).name.startswith("mymodel")
        or MODEL_FILE not in evidence.submission.text
    ):
        return f"the exam needs the full model, not its weights: write {name}.save('{MODEL_FILE}')"
    fix = f"{name}.save_weights('{_stem(found[1])}.weights.h5')"
    return f"weights need the ending .weights.h5: write {fix}"


def model_of_no_ending(evidence: Evidence, raised: Raised) -> str:
    """Match model.save('mymodel'), or save_format='h5'."""
    if raised.type != "ValueError":
        return ""
    if NO_ENDING in raised.message or "`save_format` argument is deprecated" in raised.message:
        name = _model(evidence, raised, "save")
        return f"the file's ending sets the format: write {name}.save('{MODEL_FILE}')"
    return ""


def model_is_a_class_of_its_own(evidence: Evidence, raised: Raised) -> str:
    """Match model.save('mymodel.h5') of a subclass of keras.Model."""
    if raised.type != "NotImplementedError":
        return ""
    found = UNWRITTEN.search(raised.message)
    own = (each for each in classes(evidence.tree) if found and each.name == found[1])
    is_model = any("Model" in name_of(base) for each in own for base in each.bases)
    if not is_model and SUBCLASSED not in raised.message:
        return ""
    return (
        "a model file does not contain the code of your class: build the model with "
        "keras.Sequential([...]) or keras.Model(inputs, outputs), then train and save again"
    )


def weights_are_no_model(_evidence: Evidence, raised: Raised) -> str:
    """Match load_model of a file that holds only weights."""
    found = NO_CONFIG.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    fix = f"build the model, then call model.load_weights('{found[1]}')"
    return f"{found[1]} holds only weights: {fix}"


def weights_without_a_model(evidence: Evidence, raised: Raised) -> str:
    """Match tf.keras.models.load_weights('best.h5'), which is a method of a model."""
    if raised.type != "AttributeError" or not FUNCTION.search(raised.message):
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in {"load_weights", "save_weights"}:
            given = source(evidence, node.args[0]) if node.args else "..."
            method = name_of(node.func)
            return f"it is a method of the model: write model.{method}({given}), without `model = `"
    return ""


def lambda_cannot_be_loaded(evidence: Evidence, raised: Raised) -> str:
    """Match load_model of a model with a Lambda layer."""
    if raised.type != "ValueError" or "deserialization of a `Lambda` layer" not in raised.message:
        return ""
    fix = layer_instead_of_lambda(evidence)[1]
    return f"a Lambda layer is code, which a model file must not contain: {fix}"


def layer_instead_of_lambda(evidence: Evidence) -> tuple[int, str]:
    """Return the line of the first Lambda layer (0 if unknown), and the fix."""
    for call in calls(evidence.tree, "Lambda"):
        code = source(evidence, call)
        for sign, layer in LAYERS.items():
            if re.search(sign, code):
                return call.lineno, f"use {layer}{_shape(evidence, layer)} instead"
        return call.lineno, "use a built-in layer of Keras instead"
    return 0, "use a built-in layer of Keras instead"


def _shape(evidence: Evidence, layer: str) -> str:
    """Return the shape with one channel, if the layer adds it to images without channels."""
    feeds = [fit.training for fit in evidence.record.fits if fit.training is not None]
    images = [feed.shape for feed in feeds if len(feed.shape) == 2]  # noqa: PLR2004
    return f"({(*images[-1], 1)})" if layer.endswith("Reshape") and images else ""


LAYERS = {
    r"resize": "tf.keras.layers.Resizing",
    r"expand_dims|reshape|newaxis|\[\.\.\., *None\]": "tf.keras.layers.Reshape",
    r"/ *127\.5": "tf.keras.layers.Rescaling(1/127.5, offset=-1)",
    r"/ *255|\* *\(? *1\.? */ *255|divide|truediv": "tf.keras.layers.Rescaling(1/255)",
    r"flip": "tf.keras.layers.RandomFlip",
    r"reduce_mean": "tf.keras.layers.GlobalAveragePooling2D()",
    r"softmax": "tf.keras.layers.Softmax()",
    r"sigmoid": "tf.keras.layers.Activation('sigmoid')",
}


def checkpoint_was_not_passed(evidence: Evidence, raised: Raised) -> str:
    """Match a load of a file whose ModelCheckpoint was not passed to any fit."""
    path = _not_found(raised)
    if not path:
        return ""
    used = {each.name for fit in evidence.record.fits for each in fit.callbacks}
    for call in calls(evidence.tree, "ModelCheckpoint"):
        given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "filepath")]
        if "ModelCheckpoint" not in used and any(value(evidence.tree, g) == path for g in given):
            fix = "write fit(..., callbacks=[...])"
            return f"the checkpoint that writes {path} was not passed to fit: {fix}"
    return _other_checkpoint(evidence, path)


def _not_found(raised: Raised) -> str:
    """Return the path of a model or of weights that does not exist; "" for other errors."""
    if raised.type not in {"ValueError", "FileNotFoundError", "OSError"}:
        return ""
    found = NOT_FOUND.search(raised.message)
    return next(filter(None, found.groups()), "") if found else ""


def nothing_wrote_it(evidence: Evidence, raised: Raised) -> str:
    """Match load_model('model.h5') where no line that ran wrote that file."""
    path, line = evidence.training.shown(_not_found(raised)), own_line(raised)
    loads = any(
        call.lineno <= line <= (call.end_lineno or 0) for call in calls(evidence.tree, *LOADING)
    )
    if not path or path.startswith("/") or not loads:
        return ""
    name = PurePosixPath(path).name
    why = disabled_code.that_saves(evidence, name)[1] or disabled_code.that_trains(evidence)[1]
    if why:
        return f"there is no {path}: {why}"
    saves = [c for c in calls(evidence.tree, "save", "save_weights") if c.lineno > line]
    later = [c.lineno for c in saves if c.args and value(evidence.tree, c.args[0]) == path]
    if later:
        where = evidence.place(later[0])
        return f"there is no {path} yet: move {where}, which saves it, above this line"
    others = [use for use in evidence.record.files if use.what in {"save", "save_weights"}]
    if others:
        saved, place = evidence.training.shown(others[-1].path), evidence.place(others[-1].line)
        return f"there is no {path}: load {saved}, which {place} saved"
    items = [each for fit in evidence.record.fits for each in fit.callbacks]
    if any(each.name == "ModelCheckpoint" for each in items):
        return ""  # It may have found no epoch to store: other rules explain it.
    return (
        f"there is no {path}: the sandbox has only what your file writes; train and save the "
        "model above this line"
    )


def _other_checkpoint(evidence: Evidence, path: str) -> str:
    """Explain that the only checkpoint writes another file than the one that is loaded."""
    items = [each for fit in evidence.record.fits for each in fit.callbacks]
    files = {str(each.settings["filepath"]) for each in items if each.settings.get("filepath")}
    shown = evidence.training.shown(files.pop()) if len(files) == 1 else ""
    if not shown or "{" in shown or shown == evidence.training.shown(path):
        return ""
    return f"there is no {path}: the checkpoint writes {shown}"


RULES = (
    checkpoint_of_another_ending,
    weights_of_another_ending,
    model_of_no_ending,
    model_is_a_class_of_its_own,
    weights_are_no_model,
    lambda_cannot_be_loaded,
    checkpoint_was_not_passed,
)
