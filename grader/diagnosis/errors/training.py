"""Errors on the way from a model to its training."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.diagnosis.errors import keras_api
from grader.diagnosis.errors.nearest import nearest
from grader.diagnosis.errors.places import own_line, source
from grader.diagnosis.reading import at_line, calls, function_at, keyword, name_of

if TYPE_CHECKING:
    from grader.diagnosis.clues import Clues
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
HOMES = {"activation function": "activations", "loss": "losses"}
SHORT = {"metrics": ("accuracy", "acc", "mae", "mse"), "losses": ("mse", "mae")}


def model_is_not_returned(clues: Clues, raised: Raised) -> str:
    """solution_model() ends without `return model`."""
    if raised.type != "AttributeError" or not NO_MODEL.search(raised.message):
        return ""
    own = {node.name: node for node in ast.walk(clues.tree) if isinstance(node, ast.FunctionDef)}
    line, here = clues.code(own_line(raised)), function_at(clues.tree, own_line(raised))
    for name, node in own.items():
        given = any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(node))
        is_meant = name == "solution_model" or name in line
        if is_meant and not given and node is not here and any(calls(clues.tree, name)):
            return f"{name}() returned None: end it with `return model`"
    return ""


def metrics_are_no_list(clues: Clues, raised: Raised) -> str:
    """metrics='accuracy' in place of metrics=['accuracy']."""
    found = NO_LIST.search(raised.message) if raised.type == "ValueError" else None
    for call in calls(clues.tree, "compile") if found else []:
        given = keyword(call, found[1] if found else "")
        if given is not None and not isinstance(given, ast.List | ast.Tuple | ast.Dict):
            return f"it takes a list: {found[1] if found else ''}=[{source(clues, given)}]"
    return "it takes a list: metrics=['accuracy']" if found else ""


def name_is_misspelt(_clues: Clues, raised: Raised) -> str:
    """loss='sparse_categorical_crossentrpy': no such loss, optimizer, metric or activation."""
    found = UNKNOWN.search(raised.message.strip()) if raised.type == "ValueError" else None
    if found is None:
        return ""
    home = HOMES.get(found[1], f"{found[1]}s")
    known = keras_api.names(home)
    meant = nearest(found[2], [*SHORT.get(home, ()), *(n for n in known if n.islower()), *known])
    meant = meant.lower() if home == "optimizers" else meant
    return f"no {found[1]} is called so: write '{meant}'" if meant else ""


def class_in_place_of_object(clues: Clues, raised: Raised) -> str:
    """optimizer=Adam, loss=SparseCategoricalCrossentropy: a class, which was never called."""
    found = CLASS.search(raised.message) if raised.type in {"TypeError", "ValueError"} else None
    name = next(filter(None, found.groups()), "") if found else ""
    called = {id(call.func) for call in ast.walk(clues.tree) if isinstance(call, ast.Call)}
    for call in calls(clues.tree, *TAKING) if name else []:
        for given in (*call.args, *(word.value for word in call.keywords)):
            listed = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
            if any(name_of(each) == name and id(each) not in called for each in listed):
                place = clues.place(next(e.lineno for e in listed if name_of(e) == name))
                return f"{name} is the class itself: add parentheses in {place}, {name}(...)"
    return ""


def layers_are_no_list(clues: Clues, raised: Raised) -> str:
    """Sequential(Flatten(), Dense(10)): its second argument is no layer."""
    for node in at_line(clues.tree, own_line(raised)):
        is_it = isinstance(node, ast.Call) and name_of(node.func) == "Sequential"
        given = node.args if isinstance(node, ast.Call) and is_it else []
        if len(given) > 1 and all(isinstance(each, ast.Call) for each in given):
            return "Sequential takes a list of layers: put [ before the first, ] after the last"
    return ""


def argument_is_outside_of_its_layer(clues: Clues, raised: Raised) -> str:
    """model.add(Dense(10), activation='softmax'): a bracket that closes too early."""
    if raised.type != "TypeError" or ".add() got an unexpected keyword" not in raised.message:
        return ""
    for node in at_line(clues.tree, own_line(raised)):
        layer = node.args[0] if isinstance(node, ast.Call) and node.args else None
        if isinstance(node, ast.Call) and isinstance(layer, ast.Call) and node.keywords:
            inner = ast.Call(layer.func, layer.args, [*layer.keywords, *node.keywords])
            return f"it belongs to the layer, inside its bracket: {ast.unparse(inner)}"
    return ""


def evaluate_gives_the_loss_alone(clues: Clues, raised: Raised) -> str:
    """loss, accuracy = model.evaluate(x, y), and compile was given no metrics."""
    if raised.type != "TypeError" or "cannot unpack non-iterable float" not in raised.message:
        return ""
    here = at_line(clues.tree, own_line(raised))
    asks = any(isinstance(node, ast.Call) and name_of(node.func) == "evaluate" for node in here)
    told = ", metrics=['accuracy']) makes it loss and accuracy"
    return f"without metrics evaluate gives the loss alone: compile(...{told}" if asks else ""


def data_comes_in_pairs(clues: Clues, raised: Raised) -> str:
    """x, y, x_test, y_test = load_data(), or train, test = load_data() and then train / 255."""
    if raised.type not in {"TypeError", "ValueError"} or not PAIRS.search(raised.message):
        return ""
    here = list(at_line(clues.tree, own_line(raised)))
    used = {node.id for node in here if isinstance(node, ast.Name)}
    for node in ast.walk(clues.tree):
        if isinstance(node, ast.Assign) and any(node.value is c for c in calls(node, "load_data")):
            plain = [each.id for t in node.targets for each in _plain(t)]
            if node.value in here or used.intersection(plain):
                pairs = "(x_train, y_train), (x_test, y_test)"
                place = clues.place(node.lineno)
                return f"load_data() gives two pairs: write {pairs} = ... in {place}"
    return ""


def _plain(target: ast.expr) -> list[ast.Name]:
    """The names of `a, b = …` that are no pairs of names themselves."""
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [part for part in parts if isinstance(part, ast.Name)]


def model_is_not_compiled(_clues: Clues, raised: Raised) -> str:
    """A model is fitted and was not compiled."""
    if raised.type != "ValueError" or "You must call `compile()` before" not in raised.message:
        return ""
    return "before fit: model.compile(optimizer='adam', loss=..., metrics=['accuracy'])"


def metrics_by_position(clues: Clues, raised: Raised) -> str:
    """compile(optimizer, loss, ['accuracy']): the third place is no longer that of metrics."""
    if raised.type != "ValueError" or "string" not in raised.message:
        return ""
    for call in calls(clues.tree, "compile"):
        third = call.args[2] if len(call.args) > 2 else None  # noqa: PLR2004
        if isinstance(third, ast.List | ast.Tuple) and third.elts:
            return f"the third argument of compile is loss_weights: metrics={source(clues, third)}"
    return ""


def pictures_and_labels_of_other_sets(clues: Clues, raised: Raised) -> str:
    """fit(x[0], x[1]) of what load_data gives: two pairs, and not pictures and labels."""
    is_it = "Data cardinality is ambiguous" in raised.message
    if not is_it or not any(calls(clues.tree, "load_data")):
        return ""
    return "as many labels as pictures: (x, y), (x_test, y_test) = ...load_data(), then fit(x, y)"


def model_has_no_input(_clues: Clues, raised: Raised) -> str:
    """model.input of a Sequential that does not begin with its input."""
    if "has never been called and thus has no defined" not in raised.message:
        return ""
    return (
        "begin the model with tf.keras.Input(shape=...), in place of input_shape= in its first "
        "layer; and write model.inputs"
    )


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
)
