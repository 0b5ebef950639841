"""Questions about a program's syntax tree that several rules ask."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CALLS = 50  # of the same names; a rule may look at the whole tree for each of them


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods of these names, whatever they are called on; by their line."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    wanted = [call for call in found if name_of(call.func) in names]
    yield from sorted(wanted, key=lambda call: (call.lineno, call.col_offset))[:MOST_CALLS]


def name_of(node: ast.AST) -> str:
    """The last name of `a.b.name` or `name`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value that a call gives by this name; None where it does not."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def functions(tree: ast.AST, name: str) -> Iterator[ast.FunctionDef]:
    """The functions of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """All classes, wherever they are defined."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def names_in(tree: ast.AST) -> set[str]:
    """All names that are read, by themselves or after a dot."""
    found = (node for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute)))
    return {name_of(node) for node in found if isinstance(node.ctx, ast.Load)}


def number(node: ast.AST | None) -> float | None:
    """What arithmetic on plain numbers gives, such as 1.0 / 255; None for anything else."""
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
    """What is assigned to a plain name, or to such as `self.name`."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return [node.value for node in found if any(ast.unparse(t) == target for t in node.targets)]


def constant(node: ast.AST | None) -> object:
    """The value of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None


def at_line(tree: ast.AST, line: int) -> Iterator[ast.expr]:
    """Expressions that stand on a line, whole or in part, the outermost first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node.lineno <= line <= (node.end_lineno or node.lineno):
            yield node


def function_at(tree: ast.AST, line: int) -> ast.FunctionDef | ast.Lambda | None:
    """The innermost function that a line stands in."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            found = node if node.lineno <= line <= (node.end_lineno or 0) else found
    return found


def value(tree: ast.AST, node: ast.AST | None, depth: int = 4) -> object:
    """What an expression stands for: a literal, a tuple of such, a name that is given one once.

    None where reading alone does not tell.
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
    """A name, the line that gives it something, and the function or class that this is in."""

    name: str
    line: int
    scope: ast.AST | None


def bindings(tree: ast.AST) -> Iterator[Binding]:
    """All that gives names their values; those of comprehensions are seen by nobody else."""
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
    """The innermost function or class that a line stands in."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, SCOPES) and node.lineno <= line <= (node.end_lineno or 0):
            found = node
    return found


def scope_of(tree: ast.AST, inner: ast.AST) -> ast.AST | None:
    """The function or class that another one is defined in."""
    found = None
    for node in ast.walk(tree):
        if isinstance(node, SCOPES) and node is not inner and inner in ast.walk(node):
            found = node
    return found
