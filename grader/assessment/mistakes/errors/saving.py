"""Errors when a model or its weights are saved, and when they are read back."""

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


def checkpoint_of_another_ending(_clues: Evidence, raised: Raised) -> str:
    """ModelCheckpoint to .ckpt, or weights alone to .h5."""
    found = CHECKPOINT.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    name = _stem(found[2])
    if found[1] == ".weights.h5":
        return f"weights alone go to such a file: ModelCheckpoint('{name}.weights.h5', ...)"
    return (
        f"a whole model goes to '{name}.keras'; "
        f"weights alone to '{name}.weights.h5', with save_weights_only=True"
    )


def _model(evidence: Evidence, raised: Raised, method: str) -> str:
    """What the learner calls the model whose method a line calls."""
    for node in at_line(evidence.tree, own_line(raised)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == method:
            return name_of(called.value) or "model"
    return "model"


def weights_of_another_ending(evidence: Evidence, raised: Raised) -> str:
    """save_weights to a name that is a model's."""
    found = WEIGHTS.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    name = _model(evidence, raised, "save_weights")
    if (
        PurePosixPath(found[1]).name.startswith("mymodel")
        or MODEL_FILE not in evidence.submission.text
    ):
        return f"the exam takes the whole model, not its weights: {name}.save('{MODEL_FILE}')"
    return f"weights go to such a file: {name}.save_weights('{_stem(found[1])}.weights.h5')"


def model_of_no_ending(evidence: Evidence, raised: Raised) -> str:
    """model.save('mymodel'), or save_format='h5'."""
    if raised.type != "ValueError":
        return ""
    if NO_ENDING in raised.message or "`save_format` argument is deprecated" in raised.message:
        name = _model(evidence, raised, "save")
        return f"the file's ending tells the format: {name}.save('{MODEL_FILE}')"
    return ""


def model_is_a_class_of_its_own(evidence: Evidence, raised: Raised) -> str:
    """model.save('mymodel.h5') of a subclass of keras.Model."""
    if raised.type != "NotImplementedError":
        return ""
    found = UNWRITTEN.search(raised.message)
    own = (each for each in classes(evidence.tree) if found and each.name == found[1])
    is_model = any("Model" in name_of(base) for each in own for base in each.bases)
    if not is_model and SUBCLASSED not in raised.message:
        return ""
    return (
        "the code of a class of your own would not be in the file: build the model with "
        "keras.Sequential([...]) or keras.Model(inputs, outputs), then train and save again"
    )


def weights_are_no_model(_clues: Evidence, raised: Raised) -> str:
    """load_model of a file that holds weights."""
    found = NO_CONFIG.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    return f"{found[1]} holds weights only: keep the model, and model.load_weights('{found[1]}')"


def weights_without_a_model(evidence: Evidence, raised: Raised) -> str:
    """tf.keras.models.load_weights('best.h5'): weights are loaded into a model."""
    if raised.type != "AttributeError" or not FUNCTION.search(raised.message):
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in {"load_weights", "save_weights"}:
            given = source(evidence, node.args[0]) if node.args else "..."
            method = name_of(node.func)
            return f"it is a method of the model: model.{method}({given}), without `model = `"
    return ""


def lambda_cannot_be_loaded(evidence: Evidence, raised: Raised) -> str:
    """load_model of a model with a Lambda layer."""
    if raised.type != "ValueError" or "deserialization of a `Lambda` layer" not in raised.message:
        return ""
    return (
        f"a Lambda layer holds code, which no model's file may bring: {in_its_place(evidence)[1]}"
    )


def in_its_place(evidence: Evidence) -> tuple[int, str]:
    """The line of the first Lambda layer (0 if unknown), and the layer that does the same."""
    for call in calls(evidence.tree, "Lambda"):
        code = source(evidence, call)
        for sign, layer in LAYERS.items():
            if re.search(sign, code):
                return call.lineno, f"use {layer}{_shape(evidence, layer)} in its place"
        return call.lineno, "use a layer of Keras's own in its place"
    return 0, "use a layer of Keras's own in its place"


def _shape(evidence: Evidence, layer: str) -> str:
    """Pictures without channels as they are with one, where that is what a Lambda adds."""
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
    """What a ModelCheckpoint was to write is read, but no fit was given it."""
    path = _not_found(raised)
    if not path:
        return ""
    used = {each.name for fit in evidence.record.fits for each in fit.callbacks}
    for call in calls(evidence.tree, "ModelCheckpoint"):
        given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "filepath")]
        if "ModelCheckpoint" not in used and any(value(evidence.tree, g) == path for g in given):
            return f"no fit was given the checkpoint that writes {path}: fit(..., callbacks=[...])"
    return _other_checkpoint(evidence, path)


def _not_found(raised: Raised) -> str:
    """The path of a model or of weights that was read and is not there; empty if none was."""
    if raised.type not in {"ValueError", "FileNotFoundError", "OSError"}:
        return ""
    found = NOT_FOUND.search(raised.message)
    return next(filter(None, found.groups()), "") if found else ""


def nothing_wrote_it(evidence: Evidence, raised: Raised) -> str:
    """load_model('model.h5'), and no line that ran has written that file."""
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
        return f"there is no {path} yet: {where} saves it, after this line: move it up"
    others = [use for use in evidence.record.files if use.what in {"save", "save_weights"}]
    if others:
        saved, place = evidence.training.shown(others[-1].path), evidence.place(others[-1].line)
        return f"there is no {path}: {place} saved {saved}; load that file"
    items = [each for fit in evidence.record.fits for each in fit.callbacks]
    if any(each.name == "ModelCheckpoint" for each in items):
        return ""  # It may have found no epoch to store: other rules know why.
    return (
        f"there is no {path}: the sandbox has only what your file writes; train and save the "
        "model above this line"
    )


def _other_checkpoint(evidence: Evidence, path: str) -> str:
    """What the only checkpoint has written, where another file was asked for."""
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
