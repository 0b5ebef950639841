"""What reading a submission can tell, without running it."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.submission.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.submission.model import Submission

ENTRY = "solution_model"
TRAINING = frozenset({"fit", "fit_generator", "train_on_batch", "GradientTape"})
TRAINING_WORDS = re.compile(rf"\.({'|'.join(sorted(TRAINING))})\b")
# Calls that list, count, print or make a folder: a function that does no more has done no work.
IDLE = frozenset(
    {"print", "listdir", "scandir", "iterdir", "glob", "walk", "len", "int", "float", "str"}
    | {"list", "sorted", "set", "range", "enumerate", "zip", "round", "min", "max", "format"}
    | {"Path", "join", "exists", "isdir", "isfile", "is_file", "is_dir", "getsize", "stat"}
    | {"endswith", "lower", "append", "shuffle", "sample", "seed", "makedirs", "mkdir"}
    | {"NotImplementedError"}
)
NO_BODY = "expected an indented block"
# Calls by which a model may come to its layers.
MODELS = frozenset({"Sequential", "Model", "add", "load_model", "clone_model", "model_from_json"})


@dataclass(frozen=True)
class Unreadable:
    """Python cannot compile the file: where, and in whose words."""

    line: int
    column: int
    type: str
    message: str


@dataclass(frozen=True)
class Unfinished:
    """The stub still waits for its code: where; `empty` says what there is in place of code."""

    line: int
    empty: str = ""


def look(submission: Submission, stub: Callable[[], str]) -> Unreadable | Unfinished | None:
    """What can be said without running the file: it does not compile, or it is not begun.

    Of a model alone nothing can be said here but that it is empty; model_file.precheck looks at it.
    """
    if submission.is_empty:
        return Unfinished(0, "the file is empty")
    if submission.kind is Kind.MODEL:
        return None
    trees, parts = [], [*_parts(submission)]
    for first, may_fail, program in parts:
        tree = _compiled(program, submission.path.name)
        if isinstance(tree, ast.Module):
            trees.append(tree)
        elif not may_fail:
            line = tree.line + first - 1 if tree.line else 0
            if NO_BODY in tree.message and not TRAINING_WORDS.search(submission.text):
                return Unfinished(line)
            return replace(tree, line=line)
    whole = ast.Module([node for tree in trees for node in tree.body], [])
    if not whole.body and len(trees) == len(parts):
        return Unfinished(0, "the file has no code")
    try:
        return _unfinished(whole, ast.parse(stub()))
    except RecursionError:
        return None


def still_empty(tree: ast.Module, stub: str) -> ast.FunctionDef | None:
    """A function, besides the entry, that the stub leaves to be written and that does no work yet.

    What it calls of the file's own functions counts as its work.
    """
    for left in ast.parse(stub).body:
        if not isinstance(left, ast.FunctionDef) or left.name == ENTRY:
            continue
        own = _functions(tree, left.name)
        if not own or any(node.decorator_list for node in own) or _is_bound(tree, left.name):
            continue
        if all(_does_nothing(node) for node in left.body) and _is_idle(tree, [*own]):
            return own[-1]
    return None


def _is_bound(tree: ast.Module, name: str) -> bool:
    """Whether an assignment or an import gives a name its value."""
    return any(
        (node.asname or node.name) == name
        if isinstance(node, ast.alias)
        else isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(tree)
    )


def _functions(tree: ast.Module, name: str) -> list[ast.FunctionDef]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [node for node in found if node.name == name]


def _is_idle(tree: ast.Module, waiting: list[ast.FunctionDef]) -> bool:
    """Whether these functions, and those of the file that they call, do no work."""
    known: set[str] = set()
    while waiting:
        nodes = [*ast.walk(waiting.pop())]
        called = {_name(node.func) for node in nodes if isinstance(node, ast.Call)}
        # A function may be passed on, as in `sorted(files, key=copy_it)`.
        named = {node.id for node in nodes if isinstance(node, ast.Name)}
        for name in (called | named) - known:
            own = _functions(tree, name)
            if not own and name in called - IDLE:
                return False
            known.add(name)
            waiting += own
    return True


def is_python(program: bytes | str) -> bool:
    """Whether Python takes it as it is."""
    return isinstance(_compiled(program, "submission"), ast.Module)


def _parts(submission: Submission) -> Iterator[tuple[int, bool, bytes | str]]:
    """What is compiled by itself: a cell, or the whole file; its first line, and if it may fail."""
    if not submission.cells:
        yield 1, False, submission.program
        return
    lines = submission.program.decode().split("\n")
    ends = [cell.first - 1 for cell in submission.cells[1:]] + [len(lines)]
    for cell, end in zip(submission.cells, ends, strict=True):
        yield cell.first, cell.may_fail, "\n".join(lines[cell.first - 1 : end])


def _compiled(program: bytes | str, name: str) -> ast.Module | Unreadable:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # An invalid escape is no reason to stop.
            tree = ast.parse(program)
            compile(tree, name, "exec", dont_inherit=True)
            return tree
    except SyntaxError as error:
        kind = type(error).__name__
        return Unreadable(error.lineno or 0, error.offset or 0, kind, error.msg)
    except (RecursionError, MemoryError, ValueError, OverflowError) as error:
        reason = str(error) or "it is too deeply nested"  # A MemoryError says nothing.
        return Unreadable(0, 0, type(error).__name__, f"Python cannot compile the file: {reason}")


def _unfinished(tree: ast.Module, stub: ast.Module) -> Unfinished | None:
    entry, stub_entry = _entry(tree), _entry(stub)
    given = {_shape(node) for node in stub_entry.body} if stub_entry else set()
    begun = entry is None or any(
        not _does_nothing(node) and _shape(node) not in given for node in entry.body
    )
    if _shape(tree) == _shape(stub) or not (begun or _trains(tree)):
        return Unfinished(entry.lineno if entry else 1)
    empty = _empty_models(tree)
    return Unfinished(empty[0]) if empty else None


def _empty_models(tree: ast.Module) -> list[int]:
    """The lines of models without a layer, where the file makes no other and adds none."""
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [(_name(call.func), call) for call in called]
    empty = [
        call.lineno
        for name, call in named
        if name == "Sequential"
        and len(call.args) == 1
        and isinstance(call.args[0], ast.List)
        and not call.args[0].elts
    ]
    models = [call for name, call in named if name in MODELS]
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    if any(_name(base) in MODELS for node in classes for base in node.bases):
        return []
    if _hands_on(tree, {id(call.func) for call in called}):
        return []
    return empty if len(empty) == len(models) else []


def _hands_on(tree: ast.Module, functions: set[int]) -> bool:
    """Whether layers may come by another name, as by `map(model.add, layers)`."""
    return any(
        node.name in MODELS and node.asname is not None
        if isinstance(node, ast.alias)
        else _name(node) in MODELS - {"Sequential"} and id(node) not in functions
        for node in ast.walk(tree)
    )


def _name(node: ast.AST) -> str:
    """The last name of `a.b.name` or `name`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _entry(tree: ast.Module) -> ast.FunctionDef | None:
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return next((node for node in functions if node.name == ENTRY), None)


def _trains(tree: ast.Module) -> bool:
    """Whether a training may stand outside of the function that the stub gives."""
    named = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return not TRAINING.isdisjoint(named)


def _does_nothing(node: ast.stmt) -> bool:
    """A docstring, `pass`, `...`, `return None` or NotImplementedError."""
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Return):
        return node.value is None or (
            isinstance(node.value, ast.Constant) and node.value.value is None
        )
    if isinstance(node, ast.Raise) and node.exc is not None:
        name = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(name, ast.Name) and name.id == "NotImplementedError"
    return False


def _shape(tree: ast.AST) -> str:
    return ast.dump(tree, include_attributes=False)
