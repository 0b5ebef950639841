"""Imports from modules that Keras no longer has."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.mistakes.errors import keras_api
from grader.assessment.mistakes.errors.error_message import own_line
from grader.assessment.mistakes.errors.typos import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

NO_MODULE = re.compile(r"No module named '([\w.]+)'")
NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
THEIRS = re.compile(r"(tensorflow\.(?:python\.)?keras|keras(?:_preprocessing|_applications)?)\b")
TOPS = re.compile(r"^(tensorflow\.)?(python\.)?keras[._]?")
LEGACY = "`keras.optimizers.legacy` is not supported in Keras 3"


def imported_from_elsewhere(evidence: Evidence, raised: Raised) -> str:
    """Match names that moved: keras_preprocessing.image, np_utils, layers.experimental."""
    if "ImportError" not in raised.bases or evidence.record.keras.startswith("2."):
        return ""
    found = NO_MODULE.search(raised.message) or NO_NAME.search(raised.message)
    module = found[found.lastindex or 1] if found else ""
    if found is None or not THEIRS.match(module) or module == "keras":
        return ""
    line, name = own_line(raised), found[1] if found.re is NO_NAME else ""
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno == line:
            old = (node.module or "") if isinstance(node, ast.ImportFrom) else module
            if old.startswith(module):
                return _lines(evidence, old, list(_wanted(evidence, node, module, name)), name)
    return ""


def _wanted(
    evidence: Evidence, node: ast.Import | ast.ImportFrom, module: str, name: str
) -> Iterator[str]:
    """Yield the names to import: those of the line, or those that the file uses of its module."""
    if isinstance(node, ast.ImportFrom):
        known = [each.name for each in node.names]
        yield from (
            n
            for n in known
            if n == name or not name or _home(evidence, module, n) or _similar(module, n)
        )
        return
    top = module.partition(".")[0]
    for other in ast.walk(evidence.tree):
        if isinstance(other, ast.ImportFrom) and (other.module or "").partition(".")[0] == top:
            yield from (each.name for each in other.names)


def _lines(evidence: Evidence, old: str, wanted: list[str], misspelled: str) -> str:
    """Return the import lines to write, if the new module of every wanted name is known."""
    homes: dict[str, list[str]] = {}
    unprefixed = []
    for name in dict.fromkeys(wanted):
        used = _parts_used(evidence, name)
        if used and not _is_home_of(name, used):
            unprefixed.append(name)
        for part in used if name in unprefixed else [name]:
            home = _home(evidence, old, part) or (_similar(old, part) if misspelled else None)
            if home is None:
                return ""
            homes.setdefault(home[0], []).append(home[1])
    if not homes:
        return ""
    lines = [
        f"`from tensorflow.keras{'.' * bool(home)}{home} import {', '.join(sorted(set(names)))}`"
        for home, names in homes.items()
    ]
    rest = f", and leave out `{unprefixed[0]}.` before it" if unprefixed else ""
    return f"in Keras 3 write {' and '.join(lines)}{rest}"


def _parts_used(evidence: Evidence, name: str) -> list[str]:
    """Return the attributes that the program reads of a module imported under this name."""
    nodes = (node for node in ast.walk(evidence.tree) if isinstance(node, ast.Attribute))
    found = [n.attr for n in nodes if isinstance(n.value, ast.Name) and n.value.id == name]
    return [] if keras_api.homes(name) and name[:1].isupper() else list(dict.fromkeys(found))


def _is_home_of(module: str, parts: list[str]) -> bool:
    """Return whether a module of this name still exists and has all the parts."""
    there = [each for each in keras_api.modules() if each.split(".")[-1] == module]
    return any(set(parts) <= {*keras_api.names(each)} for each in there)


def _home(evidence: Evidence, old: str, name: str) -> tuple[str, str] | None:
    """Return the module below tensorflow.keras that has a name, and its spelling there."""
    words = TOPS.sub("", old).split(".")
    if _parts_used(evidence, name) and not keras_api.homes(name):
        return _module(name, words) if _is_home_of(name, _parts_used(evidence, name)) else None
    homes = keras_api.homes(name)
    near = [home for home in homes if home.split(".")[0] in words]
    near = near or [home for home in homes if not _is_module(name)]
    if near:
        return near[0], name
    if module := _module(name, words):
        return module
    return None


def _is_module(name: str) -> bool:
    return any(each.split(".")[-1] == name for each in keras_api.modules())


def _similar(old: str, name: str) -> tuple[str, str] | None:
    """Return the module and the name in it that is spelled almost like this one."""
    home = TOPS.sub("", old)
    meant = nearest(name, keras_api.names(home))
    return (home, meant) if meant else None


def _module(name: str, words: list[str]) -> tuple[str, str] | None:
    """Return the module below tensorflow.keras with this name, preferring one near the old."""
    there = [each for each in keras_api.modules() if each and each.split(".")[-1] == name]
    near = [each for each in there if each.split(".")[0] in words]
    return (near[0].rpartition(".")[0], name) if near else None


def module_is_gone(_evidence: Evidence, raised: Raised) -> str:
    """Match modules of TensorFlow 1: tensorflow.contrib, tensorflow.examples."""
    found = NO_MODULE.search(raised.message) if "ImportError" in raised.bases else None
    if found is None or not re.match(r"(tensorflow|keras)\.", found[1]):
        return ""
    return f"TensorFlow 2 and Keras 3 have no {found[1]}: remove this import"


def optimizer_of_old(_evidence: Evidence, raised: Raised) -> str:
    """Match tf.keras.optimizers.legacy.Adam."""
    if raised.type != "ImportError" or LEGACY not in raised.message:
        return ""
    return "leave .legacy out: Keras 3 has tf.keras.optimizers.Adam and the others"


RULES = (imported_from_elsewhere, optimizer_of_old, module_is_gone)
