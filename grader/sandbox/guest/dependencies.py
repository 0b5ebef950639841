"""Find the statements of a file that a function depends on."""

from __future__ import annotations

import ast
import dis
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOADS = frozenset({"LOAD_NAME", "LOAD_GLOBAL"})
_STORES = frozenset({"STORE_NAME", "STORE_GLOBAL"})


def functions(tree: ast.AST) -> list[Any]:
    """Return all functions of a file, also those within functions and classes."""
    return [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]


def statements(tree: ast.Module, name: str) -> list[ast.stmt] | None:
    """Return the function and, in order, the statements that bind or change what it names.

    None if nothing of this name is defined.
    """
    body = list(_opened(tree.body))
    found: list[ast.stmt] = [function for function in functions(tree) if function.name == name]
    found = found or [one for one in body if name in _stored(one)]
    if not found:
        return None
    function = found[-1]
    # The file itself, and the function or block around this function.
    blocks = [block for node in ast.walk(tree) for block in _blocks(node)]
    own = [block for block in blocks if function in block and block is not tree.body]
    candidates = [*body, *(one for block in own for one in block if one not in body)]
    imported = {name for one in candidates if _is_import(one) for name in _stored(one)}
    setters = {one.name: _set_within(one) for one in functions(tree)}
    meanings = {one: _stored(one) | (_filled(one, setters) - imported) for one in candidates}
    chosen, wanted = [function], _used(function)
    while True:
        more = [
            one
            for one in candidates
            if one not in chosen and (meanings[one] & wanted or _is_star(one))
        ]
        if not more:
            return [one for one in candidates if one in chosen]
        chosen += more
        wanted = wanted.union(*map(_used, more))


def _opened(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, with those below `if __name__ == "__main__":` instead of the `if`."""
    for one in body:
        if isinstance(one, ast.If) and "__name__" in ast.dump(one.test):
            yield from _opened(one.body)
        else:
            yield one


def _blocks(node: ast.AST) -> list[list[ast.stmt]]:
    parts = [getattr(node, part, None) for part in ("body", "orelse", "finalbody")]
    return [part for part in parts if isinstance(part, list)]


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def _is_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"


def _used(statement: ast.stmt) -> set[str]:
    """Return the names that a statement, and the code in it, reads from outside."""
    return {name for code in _codes(_compiled(statement)) for name in _names(code, _LOADS)}


def _stored(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its own scope."""
    code = _compiled(statement)
    return set(_names(code, _STORES)) if code else set()


def _set_within(function: ast.stmt) -> set[str]:
    """Return the names that a function declares global and binds."""
    return {name for code in _codes(_compiled(function)) for name in _names(code, {"STORE_GLOBAL"})}


def _filled(statement: ast.stmt, setters: dict[str, set[str]]) -> set[str]:
    """Return the names of objects that a statement changes: by item, attribute or method.

    A call of a function that binds global names counts as binding them.
    """
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            found |= _base(node.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Attribute):
                found |= _base(called.value)
            elif isinstance(called, ast.Name):
                found |= setters.get(called.id, set())
    return found if not isinstance(statement, (*FUNCTIONS, ast.ClassDef)) else set()


def _base(node: ast.AST) -> set[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _compiled(statement: ast.stmt) -> CodeType | None:
    """Compile a statement by itself; None if it is only valid in its context."""
    try:
        return compile(ast.Module([statement], []), "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _codes(code: CodeType | None) -> Iterator[CodeType]:
    if code is not None:
        yield code
        for part in code.co_consts:
            if hasattr(part, "co_code"):
                yield from _codes(part)


def _names(code: CodeType, kinds: frozenset[str] | set[str]) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in kinds:
            yield str(step.argval)
