"""Names that Python does not know: not imported, misspelt, given later or somewhere else."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import (
    assigned,
    at_line,
    bindings,
    calls,
    classes,
    name_of,
    scope_at,
    scope_of,
)
from grader.assessment.mistakes.errors import keras_api
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.assessment.mistakes.errors.typos import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

UNKNOWN = re.compile(r"^name '(\w+)' is not defined")
# As course files import them.
IMPORTS = {
    "np": "import numpy as np",
    "tf": "import tensorflow as tf",
    "plt": "import matplotlib.pyplot as plt",
    "keras": "from tensorflow import keras",
    "Path": "from pathlib import Path",
    "Image": "from PIL import Image",
    "copyfile": "from shutil import copyfile",
    **{
        name: f"import {name}"
        for name in ("glob", "json", "math", "os", "pathlib", "random", "re", "shutil", "sys",
                     "time", "zipfile")
    },
}  # fmt: skip
FUNCTIONS = {"array_to_img", "image_dataset_from_directory", "img_to_array", "load_img",
             "load_model", "to_categorical"}  # fmt: skip

LONGEST = 80  # characters of code that a sentence holds
CLASS = re.compile(r"[A-Z][a-z0-9]")
VALUES_OF_PYTHON = ("True", "False", "None")
FUNCTIONS_OF_PYTHON = ("enumerate", "float", "isinstance", "print", "range", "sorted", "super")


def unknown_name(raised: Raised) -> str:
    """The name that Python does not know; empty where that is not the error."""
    found = UNKNOWN.search(raised.message) if raised.type == "NameError" else None
    return found[1] if found else ""


def model_of_a_callback(evidence: Evidence, raised: Raised) -> str:
    """model.stop_training = True in a callback, which knows the model as self.model."""
    line = own_line(raised)
    if unknown_name(raised) != "model" or not _is_in_a_callback(evidence, line):
        return ""
    used = next((n for n in at_line(evidence.tree, line) if _root(n) == "model"), None)
    words = f"self.{source(evidence, used)}" if isinstance(used, ast.Attribute | ast.Call) else ""
    if not words or len(words) > LONGEST:
        return "a callback knows the model as self.model"
    is_set = isinstance(used, ast.Attribute) and isinstance(used.ctx, ast.Store)
    flag = " = True" if is_set and words == "self.model.stop_training" else ""
    return f"a callback knows the model as self.model: {words}{flag}"


def _is_in_a_callback(evidence: Evidence, line: int) -> bool:
    """Whether a line stands in a method that Keras calls, when it has given it the model."""
    for owner in classes(evidence.tree):
        methods = [each for each in owner.body if isinstance(each, ast.FunctionDef)]
        for each in methods if any("Callback" in ast.unparse(b) for b in owner.bases) else []:
            if each.lineno <= line <= (each.end_lineno or 0):
                first = each.args.args[0].arg if each.args.args else ""
                return first == "self" and each.name != "__init__"
    return False


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def import_is_missing(evidence: Evidence, raised: Raised) -> str:
    """`np`, `os`, `Dense`, `layers`: used, and imported nowhere in the file."""
    name = unknown_name(raised)
    if not name or any(each.name == name for each in bindings(evidence.tree)):
        return ""
    line = IMPORTS.get(name, "") or _of_keras(evidence, name, own_line(raised))
    return f"nothing imports it: write `{line}` at the top" if line else ""


def _of_keras(evidence: Evidence, name: str, line: int) -> str:
    """The line that imports a name of Keras which is used as Keras offers it."""
    here = list(at_line(evidence.tree, line))
    parts = {n.attr for n in here if isinstance(n, ast.Attribute) and name_of(n.value) == name}
    for home in ("", "preprocessing."):
        if parts and parts <= {*keras_api.names(f"{home}{name}")}:
            return f"from tensorflow.keras{home and '.preprocessing'} import {name}"
    is_called = _is_called(name, here)
    homes = keras_api.homes(name) if name[:1].isupper() or name in FUNCTIONS else ()
    if not homes or not (is_called or parts or name == "Callback"):
        return ""
    return f"from {'.'.join(filter(None, ['tensorflow.keras', homes[0]]))} import {name}"


def _is_called(name: str, nodes: Iterable[ast.expr]) -> bool:
    return any(isinstance(n, ast.Call) and name_of(n.func) == name for n in nodes)


def name_is_given_further_down(evidence: Evidence, raised: Raised) -> str:
    """A cell or a line in the wrong order: it reads what a later one makes."""
    name, outer = unknown_name(raised), next((f.line for f in raised.frames if f.own), 0)
    lines = [each.line for each in bindings(evidence.tree) if each.name == name and not each.scope]
    # In a function the line of its call counts.
    if not name or not lines or min(lines) <= outer or scope_at(evidence.tree, outer) is not None:
        return ""
    return f"{evidence.place(min(lines))} gives {name} its value: that has to come first"


def name_is_local_to_another_function(evidence: Evidence, raised: Raised) -> str:
    """A callback, or a function, reads a local variable of the function that makes or calls it."""
    name, line = unknown_name(raised), own_line(raised)
    owners = _only_functions(evidence, name) if name else []
    here = _function_around(evidence, line)
    made = next((each for each in classes(evidence.tree) if here in each.body), None)
    if here is None or any(
        scope_of(evidence.tree, each) or here in ast.walk(each) for each in owners
    ):
        return ""
    target = made or here
    makers = [each for each in owners if any(calls(each, target.name))]
    if not makers:
        makers = owners if made is not None and _is_in_a_callback(evidence, line) else []
    if len(makers) != 1:
        return ""
    said = f"{name} is local to {makers[0].name}()"
    given = assigned(makers[0], name)
    if made is not None and len(given) == 1 and isinstance(given[0], ast.Constant):
        move = f"{name} = {ast.unparse(given[0])}"
        return f"{said}: move `{move}` out of it, above class {made.name}"
    if made is None:
        return f"{said}: pass it as an argument, `def {here.name}(..., {name}):`"
    return (
        f"{said}: pass it as {made.name}({name}), store it in __init__(self, {name}) by "
        f"`self.{name} = {name}`, and use self.{name} here"
    )


def _only_functions(evidence: Evidence, name: str) -> list[ast.FunctionDef]:
    """The functions that give a name its value; empty if something else does so as well."""
    scopes = [each.scope for each in bindings(evidence.tree) if each.name == name]
    known = [each for each in dict.fromkeys(scopes) if isinstance(each, ast.FunctionDef)]
    shared = (node for node in ast.walk(evidence.tree) if isinstance(node, ast.Global))
    if len(known) < len(dict.fromkeys(scopes)) or any(name in node.names for node in shared):
        return []
    return known


def _function_around(evidence: Evidence, line: int) -> ast.FunctionDef | None:
    """The innermost function with a name that a line stands in."""
    nodes = (node for node in ast.walk(evidence.tree) if isinstance(node, ast.FunctionDef))
    around = [node for node in nodes if node.lineno <= line <= (node.end_lineno or 0)]
    return around[-1] if around else None


def name_is_known_in_a_function_alone(evidence: Evidence, raised: Raised) -> str:
    """model.save(...) below solution_model(), whose model nobody took."""
    name, line = unknown_name(raised), own_line(raised)
    known = list(bindings(evidence.tree))
    scopes = {each.scope for each in known if each.name == name}
    only = scopes.pop() if len(scopes) == 1 else None
    if not name or not isinstance(only, ast.FunctionDef) or only.name == "split_data":
        return ""
    if only.lineno <= line <= (only.end_lineno or 0) or name in {a.arg for a in only.args.args}:
        return ""
    if any(name in node.names for node in ast.walk(only) if isinstance(node, ast.Global)):
        return ""
    if scope_of(evidence.tree, only) is not None:
        return _of_another_method(evidence, name, only, line)
    returns = [n for n in ast.walk(only) if isinstance(n, ast.Return) and n.value is not None]
    if any(name_of(each.value) != name for each in returns if each.value is not None):
        return ""
    needs = len(only.args.args) > len(only.args.defaults)
    taken = f"{name} = {only.name}({'...' if needs else ''})"
    ending = "" if returns else f"end it with `return {name}`, and "
    return f"{name} is known inside {only.name}() alone: {ending}write {taken}"


def _of_another_method(evidence: Evidence, name: str, only: ast.FunctionDef, line: int) -> str:
    """`target = 0.9` in __init__ of a callback, whose on_epoch_end asks for target."""
    here = scope_at(evidence.tree, line)
    for owner in classes(evidence.tree):
        if only in owner.body and here in owner.body and isinstance(here, ast.FunctionDef):
            own = [each.args.args[0].arg for each in (only, here) if each.args.args]
            if own == ["self", "self"]:
                return f"{name} is known inside {only.name}() alone: write self.{name} in both"
    return ""


def name_is_misspelt_here(evidence: Evidence, raised: Raised) -> str:
    """modle, true, train_dri: nearly a name that is known at that line."""
    name, line = unknown_name(raised), own_line(raised)
    known = list(bindings(evidence.tree))
    if not name or any(each.name == name for each in known):
        return ""
    here = scope_at(evidence.tree, line)
    seen = {each.name for each in known if each.scope is here and each.line < line}
    seen |= {each.name for each in known if each.scope is None and here is not None}
    is_called = _is_called(name, at_line(evidence.tree, line))
    if not is_called:  # stop, where Stop is a class: an object was meant
        own = {node.name for node in classes(evidence.tree)}
        seen = {
            n for n in seen if n.lower() != name.lower() or (n not in own and not CLASS.match(n))
        }
    words = FUNCTIONS_OF_PYTHON if is_called else VALUES_OF_PYTHON
    near = {each for each in (*seen, *words) if is_slip(name, each)}
    meant = {each for each in near if each.lower() == name.lower()} or near
    return f"nothing is called so: write {meant.pop()}" if len(meant) == 1 else ""


RULES = (
    model_of_a_callback,
    import_is_missing,
    name_is_given_further_down,
    name_is_local_to_another_function,
    name_is_known_in_a_function_alone,
    name_is_misspelt_here,
)
