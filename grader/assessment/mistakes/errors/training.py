"""Errors of compile and fit, and of the data that fit gets."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import (
    assigned,
    at_line,
    calls,
    function_at,
    keyword,
    name_of,
    value,
)
from grader.assessment.mistakes.errors import keras_api
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.assessment.mistakes.errors.typos import nearest

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

NO_MODEL = re.compile("'NoneType' object has no attribute '(save|fit|compile|summary|predict)'")
NO_LIST = re.compile(r"Expected `(metrics|weighted_metrics)` argument to be a list, tuple, or dict")
UNKNOWN = re.compile(
    r"Could not interpret (activation function|optimizer|loss|metric|initializer|regularizer) "
    r"identifier: (\w+)$"
)
CLASS = re.compile(
    r"identifier: <class '[\w.]+\.(\w+)'>"
    r"|Received: <class '[\w.]+\.(\w+)'> \(of type <class 'type'>\)"
    r"|^(\w+)\.\w+\(\) missing 1 required positional argument: 'self'"
)
TAKING = ("compile", "Sequential", "add", "Dense", "Conv2D")
PAIRS = re.compile(r"not enough values to unpack|operand type\(s\) for /=?: 'tuple'")
PAIRED = "(x_train, y_train), (x_test, y_test)"
TAKING_PAIRS = ("fit", "evaluate")
SIZES = re.compile(r"sizes: (\d+)\b(?!,)")
NEVER_CALLED = re.compile(r"has never been called and thus has no defined (\w+)")
LOADS = "flow_from_directory"
RATE = re.compile(r"Invalid value received for argument `rate`.* Received: rate=([\d.]+)")
NOT_OF_COMPILE = re.compile(r"\bcompile\(\) got an unexpected keyword argument '(\w+)'")
HOMES = {"activation function": "activations", "loss": "losses"}
SHORT = {"metrics": ("accuracy", "acc", "mae", "mse"), "losses": ("mse", "mae")}


def model_is_not_returned(evidence: Evidence, raised: Raised) -> str:
    """Match a solution_model() that ends without `return model`."""
    if raised.type != "AttributeError" or not NO_MODEL.search(raised.message):
        return ""
    own = {node.name: node for node in ast.walk(evidence.tree) if isinstance(node, ast.FunctionDef)}
    line, here = evidence.code(own_line(raised)), function_at(evidence.tree, own_line(raised))
    makers = {each.id for each in _last_called(evidence, own_line(raised))}
    for name, node in own.items():
        given = any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(node))
        is_meant = name == "solution_model" or name in line or name in makers
        if is_meant and not given and node is not here and any(calls(evidence.tree, name)):
            return f"{name}() returned None: end it with `return model`"
    return ""


def _last_called(evidence: Evidence, line: int) -> list[ast.Name]:
    """Return the functions whose results the names on a line hold."""
    here = function_at(evidence.tree, line) or evidence.tree
    names = {node.id for node in at_line(evidence.tree, line) if isinstance(node, ast.Name)}
    known = [each for name in names for each in assigned(here, name) if each.lineno < line]
    called = [each.func for each in known if isinstance(each, ast.Call)]
    return [each for each in called if isinstance(each, ast.Name)]


def metrics_are_no_list(evidence: Evidence, raised: Raised) -> str:
    """Match metrics='accuracy' instead of metrics=['accuracy']."""
    found = NO_LIST.search(raised.message) if raised.type == "ValueError" else None
    for call in calls(evidence.tree, "compile") if found else []:
        given = keyword(call, found[1] if found else "")
        if given is not None and not isinstance(given, ast.List | ast.Tuple | ast.Dict):
            return f"use a list: {found[1] if found else ''}=[{source(evidence, given)}]"
    return "use a list: metrics=['accuracy']" if found else ""


def name_is_misspelt(_evidence: Evidence, raised: Raised) -> str:
    """Match loss='sparse_categorical_crossentrpy': no loss, optimizer or metric."""
    found = UNKNOWN.search(raised.message.strip()) if raised.type == "ValueError" else None
    if found is None:
        return ""
    home = HOMES.get(found[1], f"{found[1]}s")
    known = keras_api.names(home)
    meant = nearest(found[2], [*SHORT.get(home, ()), *(n for n in known if n.islower()), *known])
    meant = meant.lower() if home == "optimizers" else meant
    return f"no {found[1]} is called '{found[2]}': write '{meant}'" if meant else ""


def class_in_place_of_object(evidence: Evidence, raised: Raised) -> str:
    """Match optimizer=Adam, loss=SparseCategoricalCrossentropy: classes, not instances."""
    found = CLASS.search(raised.message) if raised.type in {"TypeError", "ValueError"} else None
    name = next(filter(None, found.groups()), "") if found else ""
    called = {id(call.func) for call in ast.walk(evidence.tree) if isinstance(call, ast.Call)}
    for call in calls(evidence.tree, *TAKING) if name else []:
        for given in (*call.args, *(word.value for word in call.keywords)):
            listed = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
            if any(name_of(each) == name and id(each) not in called for each in listed):
                place = evidence.place(next(e.lineno for e in listed if name_of(e) == name))
                return (
                    f"{name} is a class, not an instance: add parentheses, {name}(...) in {place}"
                )
    return ""


def layers_are_no_list(evidence: Evidence, raised: Raised) -> str:
    """Match Sequential(Flatten(), Dense(10)): layers that are not in a list."""
    for node in at_line(evidence.tree, own_line(raised)):
        is_it = isinstance(node, ast.Call) and name_of(node.func) == "Sequential"
        given = node.args if isinstance(node, ast.Call) and is_it else []
        if len(given) > 1 and all(isinstance(each, ast.Call) for each in given):
            return "Sequential takes a list of layers: write Sequential([..., ...])"
    return ""


def argument_is_outside_of_its_layer(evidence: Evidence, raised: Raised) -> str:
    """Match model.add(Dense(10), activation='softmax'): a parenthesis that closes too early."""
    if raised.type != "TypeError" or ".add() got an unexpected keyword" not in raised.message:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        layer = node.args[0] if isinstance(node, ast.Call) and node.args else None
        if isinstance(node, ast.Call) and isinstance(layer, ast.Call) and node.keywords:
            inner = ast.Call(layer.func, layer.args, [*layer.keywords, *node.keywords])
            return f"the argument belongs to the layer: write {ast.unparse(inner)}"
    return ""


def evaluate_gives_the_loss_alone(evidence: Evidence, raised: Raised) -> str:
    """Match loss, accuracy = model.evaluate(x, y) of a model that is compiled without metrics."""
    if raised.type != "TypeError" or "cannot unpack non-iterable float" not in raised.message:
        return ""
    here = at_line(evidence.tree, own_line(raised))
    asks = any(isinstance(node, ast.Call) and name_of(node.func) == "evaluate" for node in here)
    fix = "write compile(..., metrics=['accuracy'])"
    return f"without metrics, evaluate returns only the loss: {fix}" if asks else ""


def data_comes_in_pairs(evidence: Evidence, raised: Raised) -> str:
    """Match x, y, x_test, y_test = load_data(), or train / 255 of a pair from load_data()."""
    if raised.type not in {"TypeError", "ValueError"} or not PAIRS.search(raised.message):
        return ""
    here = list(at_line(evidence.tree, own_line(raised)))
    used = {node.id for node in here if isinstance(node, ast.Name)}
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Assign) and any(node.value is c for c in calls(node, "load_data")):
            plain = [each.id for t in node.targets for each in _plain(t)]
            if node.value in here or used.intersection(plain):
                pairs = "(x_train, y_train), (x_test, y_test)"
                place = evidence.place(node.lineno)
                return f"load_data() returns two pairs: write {pairs} = ... in {place}"
    return ""


def _plain(target: ast.expr) -> list[ast.Name]:
    """Return the names of `a, b = …` that are not pairs of names."""
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [part for part in parts if isinstance(part, ast.Name)]


def model_is_not_compiled(evidence: Evidence, raised: Raised) -> str:
    """Match fit of a model that is not compiled."""
    if raised.type != "ValueError" or "You must call `compile()` before" not in raised.message:
        return ""
    for node in ast.walk(evidence.tree):
        bare = node.value if isinstance(node, ast.Expr) else None
        if isinstance(bare, ast.Attribute) and bare.attr == "compile":
            where = evidence.place(bare.lineno)
            return f"compile without parentheses is not called: write compile(...) in {where}"
    return "before fit, call model.compile(optimizer='adam', loss=..., metrics=['accuracy'])"


def metrics_by_position(evidence: Evidence, raised: Raised) -> str:
    """Match compile(optimizer, loss, ['accuracy']): the third argument is not metrics."""
    if raised.type != "ValueError" or "string" not in raised.message:
        return ""
    for call in calls(evidence.tree, "compile"):
        third = call.args[2] if len(call.args) > 2 else None  # noqa: PLR2004
        if isinstance(third, ast.List | ast.Tuple) and third.elts:
            fix = f"write metrics={source(evidence, third)}"
            return f"the third argument of compile is loss_weights: {fix}"
    return ""


def pictures_and_labels_of_other_sets(evidence: Evidence, raised: Raised) -> str:
    """Match fit(x_train, y_test), pairs unpacked in another order, or only one array sliced."""
    if "Data cardinality is ambiguous" not in raised.message:
        return ""
    pairs, line = _pairs(evidence)
    called = [n for n in at_line(evidence.tree, own_line(raised)) if isinstance(n, ast.Call)]
    given = next((call.args[:2] for call in called if name_of(call.func) in TAKING_PAIRS), [])
    places = [pairs.get(_sliced(each), (-1, -1)) for each in given]
    if len(places) == 2 and all(place != (-1, -1) for place in places):  # noqa: PLR2004
        (first, is_label), (second, is_label_too) = places
        if is_label or not is_label_too:
            return f"load_data() returns two pairs: write {PAIRED} = ... in {evidence.place(line)}"
        if first != second:
            names = {place: name for name, place in pairs.items()}
            right = f"{ast.unparse(given[0])}, {names[first, 1]}"
            cause = f"{_sliced(given[1])} are not the labels of {_sliced(given[0])}"
            return f"{cause}: write {right}"
    stored = {node.id for node in at_line(evidence.tree, line) if isinstance(node, ast.Name)}
    if not pairs and any(_sliced(each) in stored for each in given):  # data = load_data()
        return f"load_data() returns two pairs: write {PAIRED} = ... in {evidence.place(line)}"
    sizes = SIZES.findall(raised.message)
    is_cut = any(isinstance(n, ast.Subscript) for each in given for n in ast.walk(each))
    if len(sizes) == 2 and is_cut:  # noqa: PLR2004
        return f"{' images and '.join(sizes)} labels: slice both equally, x[:n] and y[:n]"
    return ""


def _pairs(evidence: Evidence) -> tuple[dict[str, tuple[int, int]], int]:
    """Return the names in `(a, b), (c, d) = load_data()` with their positions, and the line."""
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Assign) and node.value in [*calls(evidence.tree, "load_data")]:
            target = node.targets[0]
            pairs = target.elts if isinstance(target, ast.Tuple | ast.List) else []
            found = {
                name_of(each): (first, second)
                for first, pair in enumerate(pairs)
                if isinstance(pair, ast.Tuple | ast.List)
                for second, each in enumerate(pair.elts)
            }
            return found, node.lineno
    return {}, 0


def _sliced(node: ast.expr) -> str:
    """Return the name of an array that may be sliced or scaled: x, x[:n], x / 255."""
    while isinstance(node, ast.Subscript | ast.BinOp):
        node = node.value if isinstance(node, ast.Subscript) else node.left
    return name_of(node)


def workers_are_negative(_evidence: Evidence, raised: Raised) -> str:
    """Match fit(..., workers=-1) under Keras 2."""
    if raised.type != "ValueError" or "Expected workers to be positive" not in raised.message:
        return ""
    return "workers is a number of threads, at least 1: leave it out, Keras 3 has no workers="


def model_has_no_input(evidence: Evidence, raised: Raised) -> str:
    """Match model.input, or an output's shape, of a Sequential without an Input."""
    found = NEVER_CALLED.search(raised.message)
    if found is None:
        return ""
    asks = [node for node in at_line(evidence.tree, own_line(raised)) if name_of(node) == found[1]]
    has_shape = any(
        keyword(call, "input_shape") is not None
        for call in ast.walk(evidence.tree)
        if isinstance(call, ast.Call)
    )
    instead = " instead of input_shape= in its first layer" if has_shape else ""
    is_model = any(name_of(n.value) == "model" for n in asks if isinstance(n, ast.Attribute))
    of_model = f"; and write model.{found[1]}s" if is_model else ""
    return f"begin the model with tf.keras.Input(shape=...){instead}{of_model}"


def validation_is_a_path(evidence: Evidence, raised: Raised) -> str:
    """Match validation_data='data/validation': fit takes a loader, not a folder."""
    if "Unrecognized data type: x=" not in raised.message or "'str'" not in raised.message:
        return ""
    for call in calls(evidence.tree, "fit"):
        for word, given in (("", call.args[0] if call.args else None), *_validation(call)):
            if isinstance(value(evidence.tree, given), str):
                loads = "image_dataset_from_directory" if _uses_data_sets(evidence) else LOADS
                cause = f"{word or 'fit'} takes loaded images, not a folder"
                return f"{cause}: load it with {loads}({source(evidence, given or call)}, ...)"
    return ""


def _validation(call: ast.Call) -> list[tuple[str, ast.expr | None]]:
    return [("validation_data", keyword(call, "validation_data"))]


def _uses_data_sets(evidence: Evidence) -> bool:
    return any(calls(evidence.tree, "image_dataset_from_directory"))


def loader_has_its_labels(evidence: Evidence, raised: Raised) -> str:
    """Match fit(loader, labels): the loader has the labels."""
    found = re.search(r"When providing `x` as an? .*`y` should not be passed", raised.message)
    if raised.type != "ValueError" or found is None:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in TAKING_PAIRS and node.args:
            loader = source(evidence, node.args[0])
            return f"{loader} includes the labels: write {name_of(node.func)}({loader}, ...)"
    return ""


def rate_is_no_share(evidence: Evidence, raised: Raised) -> str:
    """Match Dropout(50), which means half of the units."""
    found = RATE.search(raised.message) if raised.type == "ValueError" else None
    rate = float(found[1]) if found else 0.0
    if not 1 < rate < 100:  # noqa: PLR2004
        return ""
    called = (n for n in at_line(evidence.tree, own_line(raised)) if isinstance(n, ast.Call))
    name = next((name_of(n.func) for n in called if name_of(n.func).endswith("Dropout")), "Dropout")
    return f"rate is the fraction of units to drop, from 0 to 1: write {name}({rate / 100:g})"


def callbacks_go_to_fit(evidence: Evidence, raised: Raised) -> str:
    """Match compile(..., callbacks=[...], epochs=5): arguments of fit."""
    found = NOT_OF_COMPILE.search(raised.message) if raised.type == "TypeError" else None
    word = found[1] if found else ""
    for node in at_line(evidence.tree, own_line(raised)) if word else ():
        given = keyword(node, word) if isinstance(node, ast.Call) else None
        if given is not None and word in keras_api.arguments("TensorFlowTrainer", "fit"):
            text = f"{word}={source(evidence, given)}"
            return f"{word} is an argument of fit, not of compile: write model.fit(..., {text})"
    return ""


RULES = (
    model_is_not_returned,
    metrics_are_no_list,
    metrics_by_position,
    name_is_misspelt,
    class_in_place_of_object,
    layers_are_no_list,
    argument_is_outside_of_its_layer,
    evaluate_gives_the_loss_alone,
    data_comes_in_pairs,
    model_is_not_compiled,
    model_has_no_input,
    pictures_and_labels_of_other_sets,
    workers_are_negative,
    validation_is_a_path,
    loader_has_its_labels,
    rate_is_no_share,
    callbacks_go_to_fit,
)
