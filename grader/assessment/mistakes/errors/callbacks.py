"""Errors that Keras raises about callbacks: wrong objects, signatures and monitored metrics."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, calls, classes, constant, keyword, name_of
from grader.assessment.mistakes.errors.error_message import own_line
from grader.assessment.mistakes.errors.logs import instead_of, keys_of_logs

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

UNBOUND = re.compile(r"(set_model|set_params|on_\w+)\(\) missing 1 required positional argument")
NO_SETTER = re.compile(r"'(\w+)' object has no attribute 'set_(?:model|params)'")
OTHER_ARGUMENTS = re.compile(
    r"(\w+)\.(on_\w+)\(\) "
    r"(?:takes (?:from \d+ to )?\d+ positional arguments? but \d+ were|got an unexpected)"
)
WATCHED = re.compile(r"\w+ callback received monitor=(\S+), but Keras")


def class_in_place_of_callback(evidence: Evidence, raised: Raised) -> str:
    """Match callbacks=[Stop]: the class is passed, not an instance."""
    if raised.type != "TypeError" or not UNBOUND.search(raised.message):
        return ""
    passed = [each for fit in evidence.record.fits[-1:] for each in fit.callbacks]
    for each in passed:
        if each.is_class:
            made = f"{each.name}({'' if _needs_no_arguments(evidence, each.name) else '...'})"
            return (
                f"callbacks holds the class {each.name}, not an instance: add parentheses, {made}"
            )
    return ""


def _needs_no_arguments(evidence: Evidence, name: str) -> bool:
    """Return whether the class can be created without arguments."""
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            methods = [method for method in node.body if isinstance(method, ast.FunctionDef)]
            inits = [method.args for method in methods if method.name == "__init__"]
            return all(len(given.args) - len(given.defaults) <= 1 for given in inits)
    return name == "TerminateOnNaN"


def no_callback_at_all(evidence: Evidence, raised: Raised) -> str:
    """Match a function, or an instance of a class without a base class, passed as a callback."""
    found = NO_SETTER.search(raised.message) if raised.type == "AttributeError" else None
    if found is None:
        return ""
    name = found[1]
    if name in {"str", "list", "tuple"}:
        return _listed_wrongly(evidence, raised, name)
    if name == "function":
        return "a function is not a callback: write class X(tf.keras.callbacks.Callback), pass X()"
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return f"{name} is not a callback: write class {name}(tf.keras.callbacks.Callback):"
    return ""


def _listed_wrongly(evidence: Evidence, raised: Raised, kind: str) -> str:
    """Explain callbacks=["Stop"], or a list inside the list."""
    for call in calls(evidence.tree, "fit"):
        given = keyword(call, "callbacks")
        if call.lineno <= own_line(raised) <= (call.end_lineno or 0) and kind != "str":
            return "callbacks takes one list of callbacks: remove the inner brackets"
        for text in ast.walk(given) if given is not None else ():
            name = constant(text)
            if isinstance(name, str) and any(each.name == name for each in classes(evidence.tree)):
                made = f"{name}({'' if _needs_no_arguments(evidence, name) else '...'})"
                return f"{name!r} is a string, not a callback: write callbacks=[{made}]"
    return ""


def callback_takes_other_arguments(evidence: Evidence, raised: Raised) -> str:
    """Match an on_epoch_end without epoch, logs or self."""
    found = OTHER_ARGUMENTS.search(raised.message) if raised.type == "TypeError" else None
    own = {node.name for node in ast.walk(evidence.tree) if isinstance(node, ast.ClassDef)}
    if found is None or found[1] not in own:
        return ""
    method = found[2]
    first = "epoch, " if "epoch" in method else "batch, " if "batch" in method else ""
    return f"Keras passes other arguments: write def {method}(self, {first}logs=None):"


def calls_the_flag(evidence: Evidence, raised: Raised) -> str:
    """Match self.stop_training() or self.model.stop_training(): an attribute that is called."""
    if raised.type not in {"AttributeError", "TypeError"}:
        return ""
    if not re.search("attribute 'stop_training'|'bool' object is not callable", raised.message):
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) == "stop_training":
            return "stop_training is not a method: write self.model.stop_training = True"
    return ""


def monitor_is_not_in_logs(evidence: Evidence, raised: Raised) -> str:
    """Match a callback of Keras that monitors a metric which the logs do not hold."""
    found = WATCHED.search(raised.message) if raised.type == "ValueError" else None
    keys = keys_of_logs(evidence)
    if found is None or not keys or found[1] in keys:
        return ""
    held, meant = instead_of(found[1], keys)
    if meant:
        return f"{held}: write monitor='{meant}'"
    return held if ":" in held else f"{held}: set monitor to one of these names"


RULES = (
    class_in_place_of_callback,
    no_callback_at_all,
    callback_takes_other_arguments,
    calls_the_flag,
    monitor_is_not_in_logs,
)
