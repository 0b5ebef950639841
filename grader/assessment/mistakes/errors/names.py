"""Undefined names: not imported, misspelled, defined later or in another scope."""

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
# Imports as course files write them.
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

LONGEST = 80  # characters of code in a message
CLASS = re.compile(r"[A-Z][a-z0-9]")
VALUES_OF_PYTHON = ("True", "False", "None")
FUNCTIONS_OF_PYTHON = ("enumerate", "float", "isinstance", "print", "range", "sorted", "super")


def unknown_name(raised: Raised) -> str:
    """Return the undefined name; "" if the error is another one."""
    found = UNKNOWN.search(raised.message) if raised.type == "NameError" else None
    return found[1] if found else ""


def model_of_a_callback(evidence: Evidence, raised: Raised) -> str:
    """Match model.stop_training = True in a callback, which must use self.model."""
    line = own_line(raised)
    if unknown_name(raised) != "model" or not _is_in_a_callback(evidence, line):
        return ""
    used = next((n for n in at_line(evidence.tree, line) if _root(n) == "model"), None)
    code = f"self.{source(evidence, used)}" if isinstance(used, ast.Attribute | ast.Call) else ""
    if not code or len(code) > LONGEST:
        return "use self.model in a callback"
    is_set = isinstance(used, ast.Attribute) and isinstance(used.ctx, ast.Store)
    flag = " = True" if is_set and code == "self.model.stop_training" else ""
    return f"use self.model in a callback: {code}{flag}"


def _is_in_a_callback(evidence: Evidence, line: int) -> bool:
    """Return whether a line is in a method that Keras calls after it has set self.model."""
    for owner in classes(evidence.tree):
        methods = [each for each in owner.body if isinstance(each, ast.FunctionDef)]
        for each in methods if any("Callback" in ast.unparse(b) for b in owner.bases) else []:
            if each.lineno <= line <= (each.end_lineno or 0):
                first = each.args.args[0].arg if each.args.args else ""
                return first == "self" and each.name != "__init__"
    return False


def _root(node: ast.expr) -> str:
    """Return the name at the start of a chain of attributes and calls."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def import_is_missing(evidence: Evidence, raised: Raised) -> str:
    """Match `np`, `os`, `Dense` or `layers` where the file does not import it."""
    name = unknown_name(raised)
    if not name or any(each.name == name for each in bindings(evidence.tree)):
        return ""
    line = IMPORTS.get(name, "") or _of_keras(evidence, name, own_line(raised))
    return f"{name} is not imported: write `{line}` at the top" if line else ""


def _of_keras(evidence: Evidence, name: str, line: int) -> str:
    """Return the line that imports a name of Keras, if the code uses it as Keras offers it."""
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
    """Match a cell or a line in the wrong order: it reads a name that a later one defines."""
    name, outer = unknown_name(raised), next((f.line for f in raised.frames if f.own), 0)
    lines = [each.line for each in bindings(evidence.tree) if each.name == name and not each.scope]
    # In a function, the line of the call counts.
    if not name or not lines or min(lines) <= outer or scope_at(evidence.tree, outer) is not None:
        return ""
    return f"{evidence.place(min(lines))} defines {name}: move that before its first use"


def name_is_local_to_another_function(evidence: Evidence, raised: Raised) -> str:
    """Match a callback or function that reads a local variable of the function that uses it."""
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
    cause = f"{name} is local to {makers[0].name}()"
    given = assigned(makers[0], name)
    if made is not None and len(given) == 1 and isinstance(given[0], ast.Constant):
        move = f"{name} = {ast.unparse(given[0])}"
        return f"{cause}: move `{move}` out of it, above class {made.name}"
    if made is None:
        return f"{cause}: pass it as an argument, `def {here.name}(..., {name}):`"
    return (
        f"{cause}: pass it as {made.name}({name}), store it in __init__(self, {name}) with "
        f"`self.{name} = {name}`, and use self.{name} here"
    )


def _only_functions(evidence: Evidence, name: str) -> list[ast.FunctionDef]:
    """Return the functions that assign a name; [] if other code assigns it too."""
    scopes = [each.scope for each in bindings(evidence.tree) if each.name == name]
    known = [each for each in dict.fromkeys(scopes) if isinstance(each, ast.FunctionDef)]
    shared = (node for node in ast.walk(evidence.tree) if isinstance(node, ast.Global))
    if len(known) < len(dict.fromkeys(scopes)) or any(name in node.names for node in shared):
        return []
    return known


def _function_around(evidence: Evidence, line: int) -> ast.FunctionDef | None:
    """Return the innermost named function around a line."""
    nodes = (node for node in ast.walk(evidence.tree) if isinstance(node, ast.FunctionDef))
    around = [node for node in nodes if node.lineno <= line <= (node.end_lineno or 0)]
    return around[-1] if around else None


def name_is_known_in_a_function_alone(evidence: Evidence, raised: Raised) -> str:
    """Match model.save(...) below solution_model() whose result is not stored."""
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
    call = f"{name} = {only.name}({'...' if needs else ''})"
    ending = "" if returns else f"end it with `return {name}`, and "
    return f"{name} exists only inside {only.name}(): {ending}write {call}"


def _of_another_method(evidence: Evidence, name: str, only: ast.FunctionDef, line: int) -> str:
    """Explain `target = 0.9` in __init__ of a callback whose on_epoch_end reads target."""
    here = scope_at(evidence.tree, line)
    for owner in classes(evidence.tree):
        if only in owner.body and here in owner.body and isinstance(here, ast.FunctionDef):
            own = [each.args.args[0].arg for each in (only, here) if each.args.args]
            if own == ["self", "self"]:
                return f"{name} exists only inside {only.name}(): write self.{name} in both"
    return ""


def name_is_misspelt_here(evidence: Evidence, raised: Raised) -> str:
    """Match modle, true or train_dri: almost a name that exists at that line."""
    name, line = unknown_name(raised), own_line(raised)
    known = list(bindings(evidence.tree))
    if not name or any(each.name == name for each in known):
        return ""
    here = scope_at(evidence.tree, line)
    seen = {each.name for each in known if each.scope is here and each.line < line}
    seen |= {each.name for each in known if each.scope is None and here is not None}
    is_called = _is_called(name, at_line(evidence.tree, line))
    if not is_called:  # `stop`, where Stop is a class, means an instance.
        own = {node.name for node in classes(evidence.tree)}
        seen = {
            n for n in seen if n.lower() != name.lower() or (n not in own and not CLASS.match(n))
        }
    words = FUNCTIONS_OF_PYTHON if is_called else VALUES_OF_PYTHON
    near = {each for each in (*seen, *words) if is_slip(name, each)}
    meant = {each for each in near if each.lower() == name.lower()} or near
    return f"{name} is not defined: write {meant.pop()}" if len(meant) == 1 else ""


RULES = (
    model_of_a_callback,
    import_is_missing,
    name_is_given_further_down,
    name_is_local_to_another_function,
    name_is_known_in_a_function_alone,
    name_is_misspelt_here,
)
