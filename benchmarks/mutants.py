"""The checks with one thing removed or weakened: which mutants there are, each a whole source text.

Kinds: (a) a check's whole body removed, (b) one `fail(...)`, or one finding that a fail is made of,
removed, (c) one condition on the way to a fail weakened: a limit moved far, an operand dropped.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.guards import DROP, called, guards, is_failure, moved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.guards import Guard

    Place = tuple["Module", ast.FunctionDef]

FINDING = "tuple[str, str] | None"
PACKAGE = "grader.assessment"
# How checks are run and how they say that they failed, and no part of what they ask.
MACHINERY = frozenset({"__init__", "outcomes", "plugin", "engine"})
FOLDERS = ("grader/assessment/checks", "grader/assessment/facts")
WIDEST = 100


@dataclass(frozen=True)
class Mutant:
    """One change to a module of checks or facts: `source` is the module's text with it.

    `lines` are those, first and last, one of which must be run for the change to be noticed.
    """

    kind: str
    module: str
    path: Path
    function: str
    lines: tuple[int, int]
    code: str
    change: str
    source: str

    @property
    def words(self) -> str:
        """Where it is and what was changed, for a person to find it."""
        return f"{self.module}.py:{self.lines[0]} {self.function}: {self.code} → {self.change}"


@dataclass(frozen=True)
class Module:
    """One module of checks or facts as it was read: its functions, methods, and what it imports."""

    name: str
    path: Path
    text: str
    functions: Mapping[str, ast.FunctionDef]
    methods: Mapping[str, ast.FunctionDef]
    imported: Mapping[str, tuple[str, str]]


def read(root: Path) -> dict[str, Module]:
    """Return the checks of each problem, by its id, and the modules that they share, by name."""
    files = {path.parent.name: path for path in sorted(root.glob("problems/*/checks.py"))}
    for folder in FOLDERS:
        files |= {path.stem: path for path in sorted((root / folder).glob("*.py"))}
    return {
        name: _module(name, path.relative_to(root), path.read_text(encoding="utf-8"))
        for name, path in files.items()
        if name not in MACHINERY
    }


def _module(name: str, path: Path, text: str) -> Module:
    tree = ast.parse(text)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    methods = {n.name: n for c in classes for n in c.body if isinstance(n, ast.FunctionDef)}
    imported = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            source = (node.module or "").rpartition(".")[2]
            for alias in node.names:
                local = alias.asname or alias.name
                is_module = source in {"checks", "facts"}
                imported[local] = (alias.name, "") if is_module else (source, alias.name)
    return Module(name, path, text, functions, methods, imported)


def reachable(problem: str, modules: Mapping[str, Module]) -> list[Place]:
    """The functions that a problem's checks come to: its own, and helpers' by their names."""
    own = modules[problem]
    waiting = [(own, function) for function in own.functions.values()]
    found: list[Place] = []
    while waiting:
        module, function = waiting.pop(0)
        if not any(function is known for _, known in found):
            found.append((module, function))
            waiting += _named(module, function, modules)
    return found


def _named(
    module: Module, function: ast.FunctionDef, modules: Mapping[str, Module]
) -> Iterator[Place]:
    """The functions and methods whose names stand in a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            source, name = module.imported.get(node.id, (module.name, node.id))
        elif isinstance(node, ast.Attribute):
            top = node.value.id if isinstance(node.value, ast.Name) else ""
            source, name = module.imported.get(top, ("", ""))[0], node.attr
            near = [module, *(modules[s] for s, _ in module.imported.values() if s in modules)]
            yield from ((one, one.methods[name]) for one in near if name in one.methods)
        else:
            continue
        if source in modules and name in modules[source].functions:
            yield modules[source], modules[source].functions[name]


def mutants(functions: Sequence[Place], kinds: str) -> list[Mutant]:
    """All mutants of some kinds, such as "abc", of these functions."""
    asked = {name for _, function in functions for name in called(function)}
    bools = frozenset(f.name for _, f in functions if f.name in asked and _says(f) == "bool")
    found: list[Mutant] = []
    for module, function in functions:
        if "a" in kinds and function.name.startswith("check_"):
            found.append(_removed(module, function))
        if "b" in kinds:
            found += [_silent(module, function, node) for node in failures(function)]
        if "c" in kinds:
            found += [_weakened(module, function, guard) for guard in guards(function, bools)]
    return found


def failures(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements that end a function with something amiss."""
    finds = _says(function) == FINDING
    return [node for node in ast.walk(function) if is_failure(node, finds=finds)]


def _says(function: ast.FunctionDef) -> str:
    return ast.unparse(function.returns) if function.returns is not None else ""


def _removed(module: Module, function: ast.FunctionDef) -> Mutant:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    span = (body[0].lineno, body[0].col_offset, *_end(body[-1]))
    return _mutant("a", module, function, span, "the whole check", "return")


def _silent(module: Module, function: ast.FunctionDef, node: ast.stmt) -> Mutant:
    span = (node.lineno, node.col_offset, *_end(node))
    return _mutant("b", module, function, span, ast.unparse(node), "pass")


def _weakened(module: Module, function: ast.FunctionDef, guard: Guard) -> Mutant:
    node = guard.node
    span = (node.lineno, node.col_offset, *_end(node))
    mutant = _mutant("c", module, function, span, ast.unparse(node), guard.way)
    if guard.way in DROP:
        return mutant
    moving = _mutant("c", module, function, span, "", moved(node, guard.way))
    return replace(mutant, change=f"its limit moved {guard.way}", source=moving.source)


def _end(node: ast.stmt | ast.expr) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _mutant(
    kind: str,
    module: Module,
    function: ast.FunctionDef,
    span: tuple[int, int, int, int],
    code: str,
    new: str,
) -> Mutant:
    """Put `new` in the place of a span of the source, in lines from 1 and bytes from 0."""
    first, begin, last, end = span
    lines = module.text.encode().splitlines(keepends=True)
    before = b"".join(lines[: first - 1]) + lines[first - 1][:begin]
    after = lines[last - 1][end:] + b"".join(lines[last:])
    short = code if len(code) <= WIDEST else f"{code[:WIDEST]}…"
    text = (before + new.encode() + after).decode()
    return Mutant(kind, module.name, module.path, function.name, (first, last), short, new, text)
