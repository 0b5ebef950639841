"""Names that Python does not know: not imported, misspelt, given later or somewhere else."""

from __future__ import annotations

import ast
import builtins
import re
from typing import TYPE_CHECKING

from grader.diagnosis.errors import keras_api
from grader.diagnosis.errors.nearest import nearest
from grader.diagnosis.errors.places import own_line
from grader.diagnosis.reading import at_line, classes, name_of
from grader.diagnosis.scopes import bindings, scope_at

if TYPE_CHECKING:
    from grader.diagnosis.clues import Clues
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


def _unknown(raised: Raised) -> str:
    found = UNKNOWN.search(raised.message) if raised.type == "NameError" else None
    return found[1] if found else ""


def model_of_a_callback(clues: Clues, raised: Raised) -> str:
    """model.stop_training = True in a callback, which knows the model as self.model."""
    line = own_line(raised)
    if _unknown(raised) != "model":
        return ""
    for node in classes(clues.tree):
        is_callback = any("Callback" in ast.unparse(base) for base in node.bases)
        if is_callback and node.lineno <= line <= (node.end_lineno or 0):
            return "a callback knows the model as self.model: self.model.stop_training = True"
    return ""


def import_is_missing(clues: Clues, raised: Raised) -> str:
    """`np`, `os`, `Dense`, `layers`: used, and imported nowhere in the file."""
    name = _unknown(raised)
    if not name or any(each.name == name for each in bindings(clues.tree)):
        return ""
    line = IMPORTS.get(name, "") or _of_keras(clues, name, own_line(raised))
    return f"nothing imports it: write `{line}` at the top" if line else ""


def _of_keras(clues: Clues, name: str, line: int) -> str:
    """The line that imports a name of Keras which is used as Keras offers it."""
    here = list(at_line(clues.tree, line))
    parts = {n.attr for n in here if isinstance(n, ast.Attribute) and name_of(n.value) == name}
    for home in ("", "preprocessing."):
        if parts and parts <= {*keras_api.names(f"{home}{name}")}:
            return f"from tensorflow.keras{home and '.preprocessing'} import {name}"
    is_called = any(isinstance(n, ast.Call) and name_of(n.func) == name for n in here)
    homes = keras_api.homes(name) if name[:1].isupper() or name in FUNCTIONS else ()
    if not homes or not (is_called or parts or name == "Callback"):
        return ""
    return f"from {'.'.join(filter(None, ['tensorflow.keras', homes[0]]))} import {name}"


def name_is_given_further_down(clues: Clues, raised: Raised) -> str:
    """A cell or a line in the wrong order: it reads what a later one makes."""
    name, line = _unknown(raised), own_line(raised)
    lines = [each.line for each in bindings(clues.tree) if each.name == name and not each.scope]
    if not name or not lines or min(lines) <= line or scope_at(clues.tree, line) is not None:
        return ""
    return f"{clues.place(min(lines))} gives {name} its value: that has to come first"


def name_is_known_in_a_function_alone(clues: Clues, raised: Raised) -> str:
    """model.save(...) below solution_model(), whose model nobody took."""
    name, line = _unknown(raised), own_line(raised)
    scopes = {each.scope for each in bindings(clues.tree) if each.name == name}
    only = scopes.pop() if len(scopes) == 1 else None
    if not name or not isinstance(only, ast.FunctionDef):
        return ""
    if only.lineno <= line <= (only.end_lineno or 0) or name in {a.arg for a in only.args.args}:
        return ""
    returns = [n for n in ast.walk(only) if isinstance(n, ast.Return) and n.value is not None]
    if any(name_of(each.value) != name for each in returns if each.value is not None):
        return ""
    needs = len(only.args.args) > len(only.args.defaults)
    taken = f"{name} = {only.name}({'...' if needs else ''})"
    ending = "" if returns else f"end it with `return {name}`, and "
    return f"{name} is known inside {only.name}() alone: {ending}write {taken}"


def name_is_misspelt_here(clues: Clues, raised: Raised) -> str:
    """modle, true, train_dri: nearly a name that is known at that line."""
    name, line = _unknown(raised), own_line(raised)
    known = list(bindings(clues.tree))
    if not name or any(each.name == name for each in known):
        return ""
    seen = [each.name for each in known if each.scope in {None, scope_at(clues.tree, line)}]
    meant = nearest(name, [*dict.fromkeys(seen), *vars(builtins)])
    is_other = re.sub(r"\d", "", meant) == re.sub(r"\d", "", name)  # x1 for x2 is no slip
    return f"nothing is called so: write {meant}" if meant and not is_other else ""


RULES = (
    model_of_a_callback,
    import_is_missing,
    name_is_given_further_down,
    name_is_known_in_a_function_alone,
    name_is_misspelt_here,
)
