"""Which names a program gives values, where, and in which function or class."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
