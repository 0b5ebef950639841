"""What only Keras 2 takes: found by reading a file, with how it is written today.

A rule speaks only of what Keras 3 surely refuses. What stands in a `try` that catches errors is
left alone: its author has thought of both.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from grader.submission.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.submission.model import Submission

OPTIMIZERS = frozenset(
    {"Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD"}
)
GENERATORS = {
    "fit_generator": "fit",
    "evaluate_generator": "evaluate",
    "predict_generator": "predict",
}
_OUT = "left out"
WORKERS = dict.fromkeys(("workers", "use_multiprocessing", "max_queue_size"), _OUT)
_BY_DEPTH = {
    f"kernel_{part}": f"depthwise_{part}=" for part in ("initializer", "regularizer", "constraint")
}
# Arguments that Keras 2 takes and Keras 3 refuses, as running both shows: the part of Keras that
# holds the functions, their names (none: all of the part), and what each argument is now.
ARGUMENTS: tuple[tuple[str, frozenset[str], dict[str, str]], ...] = (
    ("optimizers", OPTIMIZERS, {"lr": "learning_rate="}),
    ("optimizers", OPTIMIZERS, {"jit_compile": "an argument of model.compile"}),
    (
        "callbacks",
        frozenset({"ModelCheckpoint"}),
        {"period": "save_freq=, 'epoch' or a number of batches", "options": _OUT},
    ),
    (
        "callbacks",
        frozenset({"TensorBoard"}),
        dict.fromkeys(
            ("batch_size", "write_grads", "embeddings_data", "embeddings_layer_names"), _OUT
        ),
    ),
    ("layers", frozenset(), {"dynamic": _OUT}),
    ("layers", frozenset({"BatchNormalization"}), {"fused": _OUT, "virtual_batch_size": _OUT}),
    (
        "layers",
        frozenset({"Conv1D", "Conv2D", "Dense", "Flatten", "GRU", "LSTM", "SimpleRNN"}),
        {"batch_input_shape": "keras.Input(batch_shape=...)", "weights": "layer.set_weights()"},
    ),
    ("layers", frozenset({"GRU", "LSTM", "RNN", "SimpleRNN"}), {"time_major": _OUT}),
    (
        "layers",
        frozenset({"DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"}),
        _BY_DEPTH,
    ),
    ("utils", frozenset({"to_categorical"}), {"dtype": "to_categorical(...).astype()", "y": "x="}),
    ("image", frozenset({"load_img"}), {"grayscale": "color_mode='grayscale'"}),
    ("utils", frozenset({"load_img"}), {"grayscale": "color_mode='grayscale'"}),
)
# The same of a model's own methods.
METHODS: dict[str, dict[str, str]] = {
    "fit": WORKERS,
    "evaluate": WORKERS,
    "predict": WORKERS,
    "train_on_batch": {"reset_metrics": _OUT},
    "test_on_batch": {"reset_metrics": _OUT},
    "save_weights": {"save_format": _OUT},
    "compile": dict.fromkeys(("experimental_run_tf_function", "sample_weight_mode"), _OUT),
}
SHAPES = ("input_shape", "output_shape")  # of a layer; a model has them still
# What keras.preprocessing.image has kept; all else is in tensorflow.keras.preprocessing.image.
KEPT = frozenset({"array_to_img", "img_to_array", "load_img", "save_img", "smart_resize"})
CHECKPOINTS = ("ModelCheckpoint", "save_weights", "load_weights")
OLD_ENDINGS = (".ckpt", ".hdf5")
KERAS = ("keras", "tensorflow")
MOST_TEXTS = 20  # of one name: a checkpoint has few


@dataclass(frozen=True)
class OldSign:
    """Something of Keras 2: at which line of the program, what, and what it is now."""

    line: int
    what: str
    today: str


class _Program:
    """A syntax tree, and the whole names of what its imports bind."""

    def __init__(self, tree: ast.Module) -> None:
        guarded = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.Try) and node.handlers
            for statement in node.body
            for inner in ast.walk(statement)
        }
        self.nodes = [node for node in ast.walk(tree) if node not in guarded]
        self.calls = [node for node in self.nodes if isinstance(node, ast.Call)]
        self._names: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {}
        self.defined = _defined_in(ast.walk(tree))
        own = [(f.name, f.args) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)]
        self.taken = {(name, each.arg) for name, a in own for each in (*a.args, *a.kwonlyargs)}
        for node in ast.walk(tree):
            self._bind(node)
        for name in _defined_in(tree.body):
            self._names.pop(name, None)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                self._names[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                self._names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                if alias.name == "*" and node.module.endswith("keras.optimizers"):
                    self._names |= {name: f"{node.module}.{name}" for name in OPTIMIZERS}
        elif isinstance(node, ast.Assign):
            texts = list(islice(_texts_in(node.value), MOST_TEXTS))
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known = self._texts.setdefault(target.id, [])
                    known += texts[: MOST_TEXTS - len(known)]

    def whole_name(self, node: ast.AST) -> str:
        """`tensorflow.keras.optimizers.Adam` for `tf.keras.optimizers.Adam`; empty if unknown."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self._names:
            return ""
        return ".".join([self._names[node.id], *reversed(parts)])

    def texts(self, node: ast.AST) -> Iterator[str]:
        """Texts in an expression, and in what was assigned to the names in it."""
        yield from _texts_in(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                yield from self._texts.get(inner.id, [])


def _defined_in(nodes: Iterable[ast.AST]) -> set[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in nodes if isinstance(node, kinds)}


def _texts_in(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def signs(submission: Submission) -> tuple[OldSign, ...]:
    """What of Keras 2 a file holds, by the line, each rule's first; none of a model alone."""
    if submission.kind is Kind.MODEL:
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program = _Program(ast.parse(submission.program))
        found = [min(every, key=_by_line) for rule in RULES if (every := list(rule(program)))]
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return ()  # A cell that may fail, or a file that nobody can read.
    return tuple(sorted(found, key=_by_line))


def notes(submission: Submission, found: tuple[OldSign, ...], ending: str) -> tuple[str, ...]:
    """A line for each sign, as the learner knows its place; the last one ends in `ending`."""
    told = [f"line {submission.at(sign.line)}: {sign.what} is now {sign.today}" for sign in found]
    return (*told[:-1], f"{told[-1]}; {ending}") if told else ()


def _by_line(sign: OldSign) -> tuple[int, str]:
    return sign.line, sign.what


def _is_of_keras(name: str, part: str) -> bool:
    top = name.partition(".")[0]
    return top in KERAS and f".{part}." in f".{name}."


def _arguments(
    part: str, names: frozenset[str], now: dict[str, str], program: _Program
) -> Iterator[OldSign]:
    """Such as Adam(lr=0.001)."""
    for call in program.calls:
        whole = program.whole_name(call.func)
        name = whole.rpartition(".")[2]
        if (not names or name in names) and _is_of_keras(whole.rpartition(".")[0], part):
            yield from _given(call, name, now)


def _given(call: ast.Call, name: str, now: dict[str, str]) -> Iterator[OldSign]:
    for word in call.keywords:
        if word.arg in now:
            what = "lr=" if word.arg == "lr" else f"{word.arg}= of {name}"
            yield OldSign(word.value.lineno, what, now[word.arg])


def _method_arguments(name: str, program: _Program) -> Iterator[OldSign]:
    """Such as model.fit(…, workers=4)."""
    now = {word: new for word, new in METHODS[name].items() if (name, word) not in program.taken}
    for call in program.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == name:
            yield from _given(call, name, now)


def _layer_shapes(program: _Program) -> Iterator[OldSign]:
    """Such as last_layer.output_shape after last_layer = base.get_layer('mixed7')."""
    assigned: dict[str, list[bool]] = {}
    for node in program.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for each in ast.walk(target):
                    if isinstance(each, ast.Name):
                        is_layer = target is each and _gives_a_layer(node.value)
                        assigned.setdefault(each.id, []).append(is_layer)
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr in SHAPES:
            owner = node.value
            named = assigned.get(owner.id, []) if isinstance(owner, ast.Name) else []
            if _gives_a_layer(owner) or (named and all(named)):
                today = f"layer.{node.attr.replace('_', '.')}"
                yield OldSign(node.lineno, f"layer.{node.attr}", today)


def _gives_a_layer(node: ast.expr) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_call and node.func.attr == "get_layer"  # type: ignore[attr-defined]


def _optimizer_lr(program: _Program) -> Iterator[OldSign]:
    """Such as model.optimizer.lr."""
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "lr":
            owner = node.value
            if isinstance(owner, ast.Attribute) and owner.attr == "optimizer":
                yield OldSign(node.lineno, "optimizer.lr", "optimizer.learning_rate")


def _legacy_optimizer(program: _Program) -> Iterator[OldSign]:
    """Such as tf.keras.optimizers.legacy.Adam()."""
    for call in program.calls:
        name = program.whole_name(call.func)
        if _is_of_keras(name, "optimizers.legacy"):
            kind = name.rpartition(".")[2]
            yield OldSign(call.lineno, f"optimizers.legacy.{kind}", f"optimizers.{kind}")


def _generators(program: _Program) -> Iterator[OldSign]:
    """Such as model.fit_generator(…)."""
    for call in program.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in GENERATORS:
            name = call.func.attr
            if name not in program.defined:
                yield OldSign(call.lineno, name, GENERATORS[name])


def _predict_classes(program: _Program) -> Iterator[OldSign]:
    """Such as model.predict_classes(x)."""
    name = "predict_classes"
    for call in program.calls:
        is_it = isinstance(call.func, ast.Attribute) and call.func.attr == name
        if is_it and name not in program.defined:
            today = "predict, with .argmax(axis=1) or > 0.5 behind it"
            yield OldSign(call.lineno, name, today)


def _preprocessing(program: _Program) -> Iterator[OldSign]:
    """Imports of keras_preprocessing.image, and of keras.preprocessing.image for what left it."""
    for node in program.nodes:
        for name in _imported(node, program):
            top, _, rest = name.partition(".")
            old = "keras.preprocessing.image."
            gone = name.startswith(old) and name.removeprefix(old).partition(".")[0] not in KEPT
            if top == "keras_preprocessing":
                module = f"{top}.{rest.partition('.')[0]}".rstrip(".")
                today = f"tensorflow.keras.preprocessing.{rest.partition('.')[0]}".rstrip(".")
                yield OldSign(_line(node), module, today)
            elif gone and not name.endswith(".*"):
                what = name.removeprefix("keras.preprocessing.image.")
                what = f"keras.preprocessing.image for {what}"
                yield OldSign(_line(node), what, "tensorflow.keras.preprocessing.image")


def _experimental(program: _Program) -> Iterator[OldSign]:
    """Such as tf.keras.layers.experimental.preprocessing.Rescaling."""
    for node in program.nodes:
        for name in _imported(node, program):
            if _is_of_keras(name, "layers.experimental.preprocessing"):
                what = "layers.experimental.preprocessing"
                yield OldSign(_line(node), what, "layers")


def _checkpoints(program: _Program) -> Iterator[OldSign]:
    """Such as ModelCheckpoint('best.ckpt')."""
    for call in program.calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        name = name or (call.func.id if isinstance(call.func, ast.Name) else "")
        path = next((w.value for w in call.keywords if w.arg == "filepath"), None)
        path = path or next(iter(call.args), None)
        if name not in CHECKPOINTS or name in program.defined or path is None:
            continue
        for text in program.texts(path):
            is_kept = name == "load_weights" and text.endswith(".hdf5")
            if text.endswith(OLD_ENDINGS) and not is_kept:
                ending = text[text.rindex(".") :]
                today = "'.weights.h5' (weights alone) or '.keras'"
                yield OldSign(call.lineno, f"the ending '{ending}' of a checkpoint", today)


def _imported(node: ast.AST, program: _Program) -> list[str]:
    """Whole names that an import or an attribute speaks of."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [program.whole_name(node)] if isinstance(node, ast.Attribute) else []


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


RULES: tuple[Callable[[_Program], Iterator[OldSign]], ...] = (
    *(partial(_arguments, *row) for row in ARGUMENTS),
    *(partial(_method_arguments, name) for name in METHODS),
    _layer_shapes,
    _optimizer_lr,
    _legacy_optimizer,
    _generators,
    _predict_classes,
    _preprocessing,
    _experimental,
    _checkpoints,
)
