"""Run a notebook's cells in order in one namespace, as "Run all" does."""

from __future__ import annotations
import __future__

import ast
import re
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Names and methods by which a cell shows, uploads or downloads something.
SHOWING = frozenset(
    {"plt", "matplotlib", "pyplot", "sns", "seaborn", "px", "plotly", "cv2_imshow", "imshow"}
    | {"display", "HTML", "Javascript", "widgets", "drive", "colab", "plot_model"}
    | {"tensorboard", "show", "upload", "download", "summary", "plot", "savefig"}
)
# What problems ask for: an error in a cell that does any of it is never passed over.
ASKED = frozenset(
    {"fit", "fit_generator", "train_on_batch", "compile", "save", "save_weights", "load_weights"}
    | {"copyfile", "copy", "makedirs", "mkdir", "split_data", "solution_model"}
)
# What later cells build on: an error at or before it is not passed over.
BUILDING = frozenset(
    {"add", "Sequential", "load_data", "ImageDataGenerator", "flow_from_directory"}
    | {"image_dataset_from_directory", "extractall", "rmtree"}
)
FUTURE = __future__.annotations.compiler_flag  # An import of it in one cell holds for later cells.


def run(
    source: str,
    path: str,
    cells: Sequence[Sequence[Any]],
    names: dict[str, Any],
    passed_over: Callable[[Exception], None],
) -> None:
    """Run a program cell by cell; each cell is [its first line, whether it may fail].

    The first error ends the program, as in a notebook, and is raised. `passed_over` gets errors
    that do not: in cells that expect one, and in cells that only show something and define no name
    that a later cell needs.
    """
    lines = source.split("\n")
    ends = [first - 1 for first, _ in cells[1:]] + [len(lines)]
    trees = []
    for (first, may_fail), end in zip(cells, ends):  # noqa: B905  (strict needs 3.10)
        try:
            tree = ast.parse("\n".join(lines[first - 1 : end]), path)
        except SyntaxError as error:
            if not may_fail:
                raise
            tree = ast.Module([], [])
            passed_over(error)
        trees.append(ast.increment_lineno(tree, first - 1))
    flags = 0
    for number, (tree, (_, may_fail)) in enumerate(zip(trees, cells)):  # noqa: B905
        before = dict(names)
        try:
            code = compile(tree, path, "exec", flags, dont_inherit=True)
            flags |= code.co_flags & FUTURE
            exec(code, names)  # noqa: S102
        except Exception as error:
            rest = _from(tree, error, path)
            is_for_show = not _is_needed(rest, trees[number + 1 :], before, names)
            if not (may_fail or (is_for_show and _is_for_show(tree, trees[number + 1 :], names))):
                raise
            passed_over(error)


def _is_for_show(tree: ast.Module, later: Sequence[ast.Module], names: dict[str, Any]) -> bool:
    words = {word for node in ast.walk(tree) for word in _words(node)}
    defines = any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(tree))
    if defines or words.isdisjoint(SHOWING) or not words.isdisjoint(ASKED):
        return False
    bound = {word for node in ast.walk(tree) for word in _bound(node)}
    wanted = {node.id for one in later for node in ast.walk(one) if isinstance(node, ast.Name)}
    return not (bound - names.keys()) & wanted


def _from(tree: ast.Module, error: Exception, path: str) -> list[ast.stmt]:
    """Return the statements of a cell that did not finish: the one that failed and later ones."""
    frames = traceback.extract_tb(error.__traceback__)
    line = next((frame.lineno or 0 for frame in frames if frame.filename == path), 0)
    return [node for node in tree.body if (node.end_lineno or node.lineno) >= line]


def _is_needed(
    rest: Sequence[ast.stmt],
    later: Sequence[ast.Module],
    before: dict[str, Any],
    names: dict[str, Any],
) -> bool:
    """Whether unfinished statements build something, or set a name that is used later."""
    nodes = [node for one in rest for node in ast.walk(one)]
    if not BUILDING.isdisjoint(word for node in nodes for word in _words(node)):
        return True
    bound = {word for node in nodes for word in _bound(node)}
    as_they_were = {word for word in bound & before.keys() if names.get(word) is before[word]}
    first: dict[str, tuple[int, bool]] = {}
    for node in (node for one in later for node in ast.walk(one)):
        if isinstance(node, ast.Name) and node.id in as_they_were:
            is_given = isinstance(node.ctx, ast.Store)
            first[node.id] = min(first.get(node.id, (node.lineno, True)), (node.lineno, is_given))
    return not all(is_given for _, is_given in first.values())


def _words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        module = getattr(node, "module", None) or ""
        return [
            part for name in (module, *(a.name for a in node.names)) for part in name.split(".")
        ]
    return []


def _bound(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    return []


def traced(error: BaseException, trace: Any, path: str, cells: Sequence[Sequence[Any]]) -> str:  # noqa: ANN401
    """Return an error's traceback, with lines of the program as cells and their lines."""

    def by_cell(found: re.Match[str]) -> str:
        line = int(found[1])
        number = sum(first <= line for first, _ in cells)
        return f"Cell {number}, line {line - cells[number - 1][0] + 1}" if number else found[0]

    text = "".join(traceback.format_exception(type(error), error, trace))
    return re.sub(rf'File "{re.escape(path)}", line (\d+)', by_cell, text) if cells else text
