"""The conditions that stand on the way to a fail, and how each of them is weakened."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator


# An operand of `or` is dropped by False, one of `and`, or a filter, by True.
DROP = frozenset({"True", "False"})
UP, DOWN = "up", "down"
ORDERS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
LEAVES = (ast.Return, ast.Continue, ast.Break, ast.Raise)
FILTERED = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
MEMBERS = frozenset({"any", "all", "bool", "sorted", "next", "sum", "max", "min"})


@dataclass(frozen=True)
class Guard:
    """A part of a condition, and what becomes of it: True, False, or its limit moved up or down."""

    node: ast.expr
    way: str


def guards(function: ast.FunctionDef, bools: frozenset[str]) -> list[Guard]:
    """Each way to weaken one condition on the way to a fail.

    Conditions are those of an `if` that leads to a fail or around it, what was assigned to a name
    in such a condition, and what a function among `bools` answers.
    """
    waiting = _conditions(function)
    if function.name in bools:
        returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return)]
        waiting += [(value, 0) for value in returned if value is not None]
    found: dict[tuple[int, int, int, str], Guard] = {}
    names: set[str] = set()
    while waiting:
        condition, sign = waiting.pop(0)
        for guard in _parts(condition, sign):
            node = guard.node
            key = (node.lineno, node.col_offset, node.end_col_offset or 0, guard.way)
            found.setdefault(key, guard)
        for name, inner in _names(condition, sign):
            if name not in names:
                names.add(name)
                waiting += [(value, inner) for value in _assigned(function, name)]
    return sorted(found.values(), key=lambda guard: (guard.node.lineno, guard.node.col_offset))


def called(function: ast.FunctionDef) -> set[str]:
    """The names of functions that the conditions of a function call."""
    conditions = [condition for condition, _ in _conditions(function)]
    names = {name for condition in conditions for name, _ in _names(condition, 1)}
    conditions += [value for name in names for value in _assigned(function, name)]
    nodes = [node for condition in conditions for node in ast.walk(condition)]
    return {ast.unparse(n.func).rpartition(".")[2] for n in nodes if isinstance(n, ast.Call)}


def moved(node: ast.expr, way: str) -> str:
    """The source of a comparison whose limit lies a fifth away, by at least 1 or 0.2."""
    assert isinstance(node, ast.Compare)
    order = ORDERS[type(node.ops[0])]
    far = "max(1 if isinstance(b, int) else 0.2, 0.2 * abs(b))"
    sides = f"{ast.unparse(node.left)}, {ast.unparse(node.comparators[0])}"
    return f"(lambda a, b: a {order} b {'+' if way == UP else '-'} {far})({sides})"


def is_failure(node: ast.AST, *, finds: bool = True) -> TypeGuard[ast.stmt]:
    """Whether a statement says that something is amiss; `finds`: a finding that is returned too."""
    if isinstance(node, ast.Return):
        return finds and isinstance(node.value, ast.Tuple)
    return isinstance(node, ast.Expr) and ast.unparse(node.value).startswith("fail(")


def _conditions(function: ast.FunctionDef) -> list[tuple[ast.expr, int]]:
    """The tests of a function with a sign: 1 where true leads to a fail, -1 where false does."""
    fails = [node.lineno for node in ast.walk(function) if is_failure(node)]
    found: list[tuple[ast.expr, int]] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.If):
            continue
        first, last = node.body[0].lineno, node.body[-1].end_lineno or 0
        end = node.end_lineno or 0
        if any(first <= line <= last for line in fails):
            found.append((node.test, 1))
        elif any(last < line <= end for line in fails) or (
            isinstance(node.body[-1], LEAVES) and any(line > end for line in fails)
        ):
            found.append((node.test, -1))
    return found


def _parts(node: ast.expr, sign: int) -> Iterator[Guard]:
    """The parts of a condition that can be dropped, or moved so that a fail is seldomer."""
    if isinstance(node, ast.BoolOp) and not _is_default(node):
        way = "True" if isinstance(node.op, ast.And) else "False"
        yield from (Guard(value, way) for value in node.values)
    elif isinstance(node, FILTERED):
        yield from (Guard(test, "True") for part in node.generators for test in part.ifs)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in ORDERS:
        is_below = isinstance(node.ops[0], (ast.Lt, ast.LtE))
        if sign:
            yield Guard(node, DOWN if is_below == (sign > 0) else UP)
    for inner, inner_sign in _inner(node, sign):
        yield from _parts(inner, inner_sign)


def _inner(node: ast.expr, sign: int) -> list[tuple[ast.expr, int]]:
    """The conditions that a condition is made of."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [(node.operand, -sign)]
    if isinstance(node, ast.BoolOp) and not _is_default(node):
        return [(value, sign) for value in node.values]
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        return [(node.left, sign), (node.right, sign)]
    if isinstance(node, FILTERED):
        tests = [test for part in node.generators for test in part.ifs]
        return [(node.elt, sign), *((test, sign) for test in tests)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # (…).all()
        return [(node.func.value, sign)]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in MEMBERS:
        return [(argument, sign) for argument in node.args]
    return []


def _is_default(node: ast.BoolOp) -> bool:
    """Whether it gives a value and is no condition, such as `x or 0.0`."""
    return any(isinstance(value, (ast.Constant, ast.Tuple)) for value in node.values)


def _names(node: ast.expr, sign: int) -> Iterator[tuple[str, int]]:
    """The names in a condition, each with the sign under which it stands."""
    if isinstance(node, ast.Name):
        yield node.id, sign
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _names(node.operand, -sign)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _names(child, sign)


def _assigned(function: ast.FunctionDef, name: str) -> list[ast.expr]:
    """What is assigned to a name in a function."""
    found: list[ast.expr] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    found.append(node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    found += [v for t, v in pairs if isinstance(t, ast.Name) and t.id == name]
    return found
