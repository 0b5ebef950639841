"""Queries on a program's syntax tree that several rules share."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CALLS = 50  # of the same names; a rule may search the complete tree for each call


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield calls of functions or methods with these names, sorted by line."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    wanted = [call for call in found if name_of(call.func) in names]
    yield from sorted(wanted, key=lambda call: (call.lineno, call.col_offset))[:MOST_CALLS]


def name_of(node: ast.AST) -> str:
    """Return the last name of `a.b.name` or `name`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the keyword argument of this name; None if the call has none."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def functions(tree: ast.AST, name: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Yield all classes, also nested ones."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def names_in(tree: ast.AST) -> set[str]:
    """Return all names that are read, alone or after a dot."""
    found = (node for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute)))
    return {name_of(node) for node in found if isinstance(node.ctx, ast.Load)}


def number(node: ast.AST | None) -> float | None:
    """Evaluate arithmetic on literal numbers, such as 1.0 / 255; None for anything else."""
    value = constant(node)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp):
        left, right = number(node.left), number(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Div):
            return left / right if right else None
        return left * right if isinstance(node.op, ast.Mult) else None
    return None


def assigned(tree: ast.AST, target: str) -> list[ast.expr]:
    """Return the values that are assigned to a name, or to an attribute such as `self.name`."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return [node.value for node in found if any(ast.unparse(t) == target for t in node.targets)]


def constant(node: ast.AST | None) -> object:
    """Return the value of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None


def at_line(tree: ast.AST, line: int) -> Iterator[ast.expr]:
    """Yield the expressions that cover a line, the outermost first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node.lineno <= line <= (node.end_lineno or node.lineno):
            yield node


def function_at(tree: ast.AST, line: int) -> ast.FunctionDef | ast.Lambda | None:
    """Return the innermost function that contains a line."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            found = node if node.lineno <= line <= (node.end_lineno or 0) else found
    return found


def value(tree: ast.AST, node: ast.AST | None, depth: int = 4) -> object:
    """Return the value of a literal, of a tuple of literals, or of a name assigned exactly once.

    None where the code alone does not show it.
    """
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(value(tree, each, depth) for each in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = value(tree, node.left, depth), value(tree, node.right, depth)
        return left + right if isinstance(left, tuple) and isinstance(right, tuple) else None
    if isinstance(node, ast.Name):
        given = [n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) and _sets(n, node.id)]
        return value(tree, given[0], depth - 1) if len(given) == 1 and depth else None
    return constant(node)


def _sets(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
INNER = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Binding:
    """A name, the line that binds it, and the function or class that contains this line."""

    name: str
    line: int
    scope: ast.AST | None


def bindings(tree: ast.AST) -> Iterator[Binding]:
    """Yield everything that binds a name, except names local to a comprehension."""
    waiting: list[tuple[ast.AST, ast.AST | None]] = [(tree, None)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield Binding(node.id, node.lineno, scope)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield Binding(node.name, node.lineno, scope)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield Binding(alias.asname or alias.name.split(".")[0], node.lineno, scope)
        elif isinstance(node, ast.arg):
            yield Binding(node.arg, node.lineno, scope)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield Binding(node.name, node.lineno, scope)
        inside = node if isinstance(node, SCOPES) else scope
        if not isinstance(node, INNER):
            waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def scope_at(tree: ast.AST, line: int) -> ast.AST | None:
    """Return the innermost function or class that contains a line."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, SCOPES) and node.lineno <= line <= (node.end_lineno or 0):
            found = node
    return found


def scope_of(tree: ast.AST, inner: ast.AST) -> ast.AST | None:
    """Return the function or class in which another one is defined."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, SCOPES) and node is not inner and inner in ast.walk(node):
            found = node
    return found
