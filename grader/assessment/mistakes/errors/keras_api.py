"""Names that the installed Keras offers, parsed from its source files without importing it."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Classes that errors name, but no public module offers.
INNER = {
    "TensorFlowTrainer": "src/backend/tensorflow/trainer.py",
    "Trainer": "src/trainers/trainer.py",
}


def homes(name: str) -> tuple[str, ...]:
    """Return the modules below tensorflow.keras that offer a name, the shortest first."""
    found = (module for module, names in _offered().items() if name in names)
    return tuple(sorted(found, key=lambda module: (module.count("."), module)))


def modules() -> tuple[str, ...]:
    """Return all modules below tensorflow.keras, such as "preprocessing.image"."""
    return tuple(_offered())


def names(module: str) -> tuple[str, ...]:
    """Return the names that a module offers, in the order of its file; () if it does not exist."""
    return tuple(_offered().get(module, ()))


@cache
def arguments(owner: str, name: str = "__init__") -> tuple[str, ...]:
    """Return the argument names of a Keras method, without self; () if it is unknown.

    Without an owner, `name` is a function.
    """
    folder, sought = _folder(), owner or name
    places = (names_of[sought] for names_of in _offered().values() if sought in names_of)
    place = INNER.get(owner) or next(places, None)
    if folder is None or place is None:
        return ()
    body = _parsed(folder / place).body
    if not owner:
        return next((_names(each) for each in body if _is_function(each, name)), ())
    methods = (inner for each in body if _is_class(each, owner) for inner in each.body)
    return next((_names(each)[1:] for each in methods if _is_function(each, name)), ())


def _is_class(node: ast.stmt, name: str) -> TypeGuard[ast.ClassDef]:
    return isinstance(node, ast.ClassDef) and node.name == name


def _is_function(node: ast.stmt, name: str) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name == name


def _names(function: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(each.arg for each in (*function.args.args, *function.args.kwonlyargs))


@cache
def _offered() -> Mapping[str, Mapping[str, str]]:
    """Return, for each module, the names that it offers and the file that defines each."""
    folder = _folder()
    if folder is None:
        return {}
    top = folder / "_tf_keras" / "keras"
    found = {}
    for file in sorted(top.rglob("__init__.py")):
        module = ".".join(file.parent.relative_to(top).parts)
        found[module] = dict(_imported(_parsed(file)))
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keras."):
            parts = (node.module or "").split(".")[1:]
            for alias in node.names:
                yield alias.asname or alias.name, "/".join(parts) + ".py"


def _parsed(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return ast.Module([], [])


@cache
def _folder() -> Path | None:
    try:
        found = importlib.util.find_spec("keras")
    except (ImportError, ValueError):
        return None
    return Path(found.origin).parent if found is not None and found.origin else None
