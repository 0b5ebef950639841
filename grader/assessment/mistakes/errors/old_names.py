"""Arguments, methods and modules that Keras removed or renamed."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, calls, classes, constant, keyword, name_of
from grader.assessment.mistakes.errors import keras_api
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.assessment.mistakes.errors.typos import nearest

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

UNEXPECTED = re.compile(r"(?:(\w+)\.)?(\w+)\(\) got an unexpected keyword argument '(\w+)'")
UNRECOGNIZED = re.compile(r"Unrecognized keyword arguments passed to (\w+): \{'(\w+)'")
OPTIMIZER = re.compile(r"Argument\(s\) not recognized: \{'(\w+)'")
MISSING = re.compile(r"(\w+)\.__init__\(\) missing \d+ required positional argument")
NO_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
NO_NAME = re.compile(
    r"module '(?:tensorflow\.keras|keras(?:\._tf_keras\.keras)?)((?:\.\w+)*)' has no attribute"
)
NO_TF_NAME = re.compile(r"module 'tensorflow' has no attribute '(\w+)'")

GONE = frozenset({"workers", "use_multiprocessing", "max_queue_size"})
NEW_ARGUMENTS = {
    "lr": "learning_rate",
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "validation": "validation_data",
    "val_data": "validation_data",
    "target_size": "image_size",
    "image_size": "target_size",
    "class_mode": "label_mode",
    "label_mode": "class_mode",
    "validation_generator": "validation_data",
    "batch": "batch_size",
    "output_dim": "units",
    "nb_filter": "filters",
    "p": "rate",
    "border_mode": "padding",
    "subsample": "strides",
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "weight_decay_rate": "weight_decay",
}
DECAY = ("decay", "schedule_decay")
METHODS = {
    "fit_generator": "fit",
    "evaluate_generator": "evaluate",
    "predict_generator": "predict",
    "predict_proba": "predict",
}
MODELS = frozenset({"Sequential", "Functional", "Model"})
SHAPES = {"output_shape": "output.shape", "input_shape": "input.shape"}
TENSORFLOW_1 = {
    "set_random_seed": "tf.random.set_seed(...)",
    "gfile": "tf.io.gfile",
    "log": "tf.math.log",
    "random_normal": "tf.random.normal",
    "random_uniform": "tf.random.uniform",
    "get_default_graph": "",
    "Session": "",
    "InteractiveSession": "",
    "ConfigProto": "",
    "GPUOptions": "",
    "placeholder": "",
    "global_variables_initializer": "",
    "reset_default_graph": "tf.keras.backend.clear_session()",
}


def _is_keras_3(evidence: Evidence) -> bool:
    return not evidence.record.keras.startswith("2.")


def argument_of_another_name(evidence: Evidence, raised: Raised) -> str:
    """Match RMSprop(lr=...), fit(callback=...), Conv2D(stride=...): no such argument."""
    line = own_line(raised)
    if raised.type not in {"TypeError", "ValueError"} or not _is_keras_3(evidence):
        return ""
    owner, method, word = "", "__init__", ""
    if found := UNEXPECTED.search(raised.message):
        owner, method, word = found[1] or "", found[2], found[3]
    elif found := UNRECOGNIZED.search(raised.message):
        owner, word = found[1], found[2]
    elif found := OPTIMIZER.search(raised.message):
        word = found[1]
        owner = next((name_of(call.func) for call in _with(evidence, line, word)), "Adam")
    elif found := MISSING.search(raised.message):
        owner = found[1]
        known = keras_api.arguments(owner)
        made = [call for call in _at(evidence, line) if name_of(call.func) == owner]
        given = [each.arg or "" for call in made for each in call.keywords]
        word = next((each for each in given if known and each not in known), "")
    own = (ast.ClassDef, ast.FunctionDef)
    if not word or any(isinstance(n, own) and n.name == (owner or method) for n in _all(evidence)):
        return ""
    return _instead(evidence, line, word, keras_api.arguments(owner, method))


def _instead(evidence: Evidence, line: int, word: str, known: tuple[str, ...]) -> str:
    if not known or word in known:
        return ""
    if word in GONE:
        return f"Keras 3 has no {word}=: leave it out"
    if word in DECAY:
        return (
            f"Keras 3 has no {word}=: leave it out, or decrease the learning rate with "
            "learning_rate=tf.keras.optimizers.schedules.InverseTimeDecay(...)"
        )
    if word == "period":
        return "Keras 3 has no period=: leave it out, it saves after each epoch"
    meant = NEW_ARGUMENTS.get(word, "")
    meant = meant if meant in known else nearest(word, known)
    if not meant:
        return ""
    values = [keyword(call, word) for call in _with(evidence, line, word)]
    given = source(evidence, values[0]) if values and values[0] is not None else "..."
    return f"the argument is called {meant}: write {meant}={given}"


def _all(evidence: Evidence) -> list[ast.AST]:
    return list(ast.walk(evidence.tree))


def _at(evidence: Evidence, line: int) -> list[ast.Call]:
    return [node for node in at_line(evidence.tree, line) if isinstance(node, ast.Call)]


def _with(evidence: Evidence, line: int, word: str) -> list[ast.Call]:
    """Return calls with an argument of this name: on the line, else anywhere in the file."""
    here = [call for call in _at(evidence, line) if any(w.arg == word for w in call.keywords)]
    every = (node for node in _all(evidence) if isinstance(node, ast.Call))
    return here or [call for call in every if any(w.arg == word for w in call.keywords)]


def method_of_keras_2(evidence: Evidence, raised: Raised) -> str:
    """Match fit_generator, predict_classes, layer.output_shape, optimizer.lr, generator.next()."""
    found = NO_ATTRIBUTE.search(raised.message) if raised.type == "AttributeError" else None
    if found is None or not _is_keras_3(evidence):
        return ""
    kind, word = found[1], found[2]
    node = next((n for n in at_line(evidence.tree, own_line(raised)) if _is(n, word)), None)
    if not isinstance(node, ast.Attribute):
        return ""
    name = source(evidence, node.value)
    own = {
        each.name for each in classes(evidence.tree) if {name_of(b) for b in each.bases} & MODELS
    }
    if kind in MODELS | own and word in METHODS:
        return f"Keras 3 has no {word}: write {name}.{METHODS[word]}(...)"
    if kind in MODELS | own and word == "predict_classes":
        given = [source(evidence, c.args[0]) for c in calls(evidence.tree, word) if c.args]
        predicted = f"{name}.predict({given[0] if given else '...'})"
        return f"Keras 3 has no {word}: write {_classes(evidence, predicted)}"
    homes = keras_api.homes(kind)
    if word in SHAPES and (kind in MODELS or "layers" in homes):
        return f"Keras 3 has no {word} there: write {name}.{SHAPES[word]}"
    if word == "lr" and "optimizers" in homes:
        return f"Keras 3 calls it learning_rate: write {name}.learning_rate"
    if word == "next" and kind.endswith("Iterator"):
        return f"Keras 3 has no next() there: write next({name})"
    return ""


def _is(node: ast.AST, word: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == word


def _classes(evidence: Evidence, predicted: str) -> str:
    last = [call.args[0] for call in calls(evidence.tree, "Dense") if call.args]
    if last and constant(last[-1]) == 1:
        return f"({predicted} > 0.5).astype(int)"
    return f"np.argmax({predicted}, axis=-1)"


def name_is_elsewhere(evidence: Evidence, raised: Raised) -> str:
    """Match layers.experimental.preprocessing.RandomFlip, layers.MaxPool2d and the like."""
    found = NO_NAME.search(raised.message) if raised.type == "AttributeError" else None
    if found is None or not _is_keras_3(evidence):
        return ""
    module = found[1].strip(".")
    missing = raised.message.split("'")[-2]
    nodes = [n for n in at_line(evidence.tree, own_line(raised)) if isinstance(n, ast.Attribute)]
    for node in nodes:
        parts = ast.unparse(node).split(".")
        if missing in parts[1:]:
            homes = keras_api.homes(parts[-1])
            if homes:  # Several modules offer load_data: the one that was written is meant.
                home = max(homes, key=lambda each: len({*each.split(".")} & {*parts}))
                return f"it moved: write tf.keras.{home}.{parts[-1]}".replace("..", ".")
            if parts[-1] == missing:
                meant = nearest(missing, keras_api.names(module))
                return f"no such name: write {'.'.join([*parts[:-1], meant])}" if meant else ""
    return ""


def name_of_tensorflow_1(_evidence: Evidence, raised: Raised) -> str:
    """Match tf.Session, tf.set_random_seed: TensorFlow 2 removed them."""
    found = NO_TF_NAME.search(raised.message) if raised.type == "AttributeError" else None
    if found is None or found[1] not in TENSORFLOW_1:
        return ""
    new = TENSORFLOW_1[found[1]]
    return f"tf.{found[1]} is a TensorFlow 1 name: " + (f"write {new}" if new else "leave it out")


RULES = (argument_of_another_name, method_of_keras_2, name_is_elsewhere, name_of_tensorflow_1)
