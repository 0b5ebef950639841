"""The conditions on which a callback stops the training, read from its code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import assigned, calls, constant, keyword, name_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "=="}
TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "=="}


@dataclass(frozen=True)
class Wait:
    """A metric in the logs compared with a number: `logs[key] sign limit`."""

    key: str
    sign: str
    limit: float
    line: int


def waits(tree: ast.Module, own: ast.ClassDef) -> list[Wait]:
    """Return the comparisons on which a class sets stop_training, where the code shows them."""
    return [wait for test in _tests(own) for wait in _compared(tree, own, test)]


def sets_stop(node: ast.AST, owner: str = "model") -> Iterator[ast.Assign]:
    """Yield assignments to `….owner.stop_training`."""
    for part in ast.walk(node):
        if isinstance(part, ast.Assign):
            targets = [t for t in part.targets if isinstance(t, ast.Attribute)]
            if any(t.attr == "stop_training" and name_of(t.value) == owner for t in targets):
                yield part


def _tests(own: ast.ClassDef) -> Iterator[ast.expr]:
    for node in ast.walk(own):
        if isinstance(node, ast.If) and any(any(sets_stop(part)) for part in node.body):
            yield node.test
    yield from (assignment.value for assignment in sets_stop(own))


def _compared(tree: ast.Module, own: ast.ClassDef, test: ast.expr) -> Iterator[Wait]:
    for node in ast.walk(test):
        if not isinstance(node, ast.Compare) or len(node.ops) > 1:
            continue
        sign = SIGNS.get(type(node.ops[0]), "")
        left, right = node.left, node.comparators[0]
        key, limit = _key(own, left), _limit(tree, own, right)
        if not key:
            key, limit, sign = _key(own, right), _limit(tree, own, left), TURNED.get(sign, "")
        if key and sign and limit is not None:
            yield Wait(key, sign, limit, node.lineno)


def _key(own: ast.ClassDef, node: ast.expr) -> str:
    """Return the name of the metric that is read from the logs; empty for anything else."""
    if isinstance(node, ast.Name):
        known = assigned(own, node.id)
        return "" if len(known) != 1 or isinstance(known[0], ast.Name) else _key(own, known[0])
    if isinstance(node, ast.Call) and name_of(node.func) == "get" and node.args:
        found = constant(node.args[0])
    elif isinstance(node, ast.Subscript):
        found = constant(node.slice)
    else:
        return ""
    return found if isinstance(found, str) else ""


def _limit(tree: ast.Module, own: ast.ClassDef, node: ast.expr) -> float | None:
    """Return a number, or the number that a name stands for; None if it is not unique."""
    plain = number(node)
    if plain is not None:
        return plain
    if isinstance(node, ast.Name):
        known = assigned(tree, node.id)
        return number(known[0]) if len(known) == 1 else None
    if isinstance(node, ast.Attribute) and name_of(node.value) in {"self", own.name}:
        known = [*assigned(own, f"self.{node.attr}"), *_of_the_class(own, node.attr)]
        if len(known) == 1:
            given = number(known[0])
            return given if given is not None else _given(tree, own, known[0])
    return None


def _of_the_class(own: ast.ClassDef, name: str) -> Iterator[ast.expr]:
    for part in own.body:
        if isinstance(part, ast.Assign) and any(name_of(t) == name for t in part.targets):
            yield part.value


def _given(tree: ast.Module, own: ast.ClassDef, node: ast.expr) -> float | None:
    """Return the number passed to the only instance, or the default of __init__."""
    makers = [p for p in own.body if isinstance(p, ast.FunctionDef) and p.name == "__init__"]
    made = list(calls(tree, own.name))
    if not isinstance(node, ast.Name) or len(makers) != 1 or len(made) != 1:
        return None
    names = [each.arg for each in makers[0].args.args][1:]
    if node.id not in names:
        return None
    place = names.index(node.id)
    if keyword(made[0], node.id) is not None:
        return number(keyword(made[0], node.id))
    if place < len(made[0].args):
        return number(made[0].args[place])
    back = place - len(names)
    defaults = makers[0].args.defaults
    return _limit(tree, own, defaults[back]) if -back <= len(defaults) else None
