"""Errors of code that lists, shuffles, splits and copies files."""

from __future__ import annotations

import ast
import itertools
import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.facts import ast_utils
from grader.assessment.facts.ast_utils import (
    assigned,
    at_line,
    calls,
    function_at,
    functions,
    name_of,
)
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.assessment.mistakes.errors.files import NO_FILE, outside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

IN_PLACE = frozenset({"shuffle", "sort", "reverse", "append", "extend"})
OF_NONE = re.compile("'NoneType'|not NoneType")
FEW_NAMES, MOST_NAMES = 4, 10_000
# Messages of Python and NumPy about an empty list; "list index out of range" has other causes too.
SURELY_EMPTY = re.compile(
    r"index -?[01] is out of bounds for axis 0 with size 0|from an empty sequence"
    r"|need at least one array to|(?:arg|argument) is (?:an )?empty|n_samples=0"
)
EMPTY = re.compile(SURELY_EMPTY.pattern + "|list index out of range")
LISTING = ("glob", "iglob", "rglob", "listdir", "iterdir")
DIRECTORY = re.compile(r"Is a directory: '([^']+)'")
MODULES = ("glob", "os", "tf")
MAGIC = re.compile(r"[*?\[]")
DEEPEST_TEXT = 8  # Names and joins to follow when a path is evaluated.
DEEPEST = 3  # Levels of the data set's folders to search for a bare file name.


def _given(evidence: Evidence, line: int) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Yield the names on a line, each with the last expression assigned to it before."""
    scope = function_at(evidence.tree, line) or evidence.tree
    for node in at_line(evidence.tree, line):
        if isinstance(node, ast.Name):
            known = assigned(scope, node.id)
            latest = max(
                (k for k in known if k.lineno < line), key=lambda k: k.lineno, default=None
            )
            if latest is not None:
                yield node, latest


def keeps_what_shuffle_gives(evidence: Evidence, raised: Raised) -> str:
    """Match files = random.shuffle(files): it returns None and changes the list in place."""
    if raised.type != "TypeError" or not OF_NONE.search(raised.message):
        return ""
    for name, value in _given(evidence, own_line(raised)):
        if isinstance(value, ast.Call) and name_of(value.func) in IN_PLACE:
            cause = f"{source(evidence, value)} changes the list in place and returns None"
            return f"{cause}: leave `{name.id} =` out in {evidence.place(value.lineno)}"
    return ""


def cuts_at_no_whole_number(evidence: Evidence, raised: Raised) -> str:
    """Match files[:n] where n is len(files) * 0.9."""
    if raised.type != "TypeError" or "slice indices must be integers" not in raised.message:
        return ""
    for name, value in _given(evidence, own_line(raised)):
        if isinstance(value, ast.BinOp):
            fix = f"{name.id} = int({source(evidence, value)})"
            return f"slice indices are integers: write {fix} in {evidence.place(value.lineno)}"
    return "slice indices are integers: put int(...) around the index"


def folder_is_not_joined_to_a_name(evidence: Evidence, raised: Raised) -> str:
    """Match SOURCE + name without a slash between them, or a bare name from os.listdir."""
    found = NO_FILE.search(raised.message) if raised.type == "FileNotFoundError" else None
    if found is None or "'" in found[1]:
        return ""
    path = PurePosixPath(found[1])
    for cut in range(1, len(path.name)):
        folder, rest = path.parent / path.name[:cut], path.name[cut:]
        there = outside(evidence, str(folder))
        if there is not None and os.path.exists(there / rest):  # noqa: PTH110  (raises nothing)
            cause = f"a slash is missing between {folder} and {rest}"
            return f"{cause}: write os.path.join(folder, name)"
    listed = any(True for _ in calls(evidence.tree, "listdir"))
    places = [evidence.dataset.visible.glob("*/" * depth + found[1]) for depth in range(1, DEEPEST)]
    if listed and found[1] == path.name and any(True for place in places for _ in place):
        return "os.listdir returns names without their folder: write os.path.join(folder, name)"
    return ""


def copies_to_a_folder(evidence: Evidence, raised: Raised) -> str:
    """Match copyfile(file, folder): it needs the path of the new file."""
    if raised.type != "IsADirectoryError":
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) == "copyfile" and len(node.args) > 1:
            if _lies_in_a_source(evidence, raised):
                return "one of the files is a folder: copy only if os.path.isfile(path)"
            target = source(evidence, node.args[1])
            return f"copyfile needs the path of the new file: write os.path.join({target}, name)"
    return ""


def _lies_in_a_source(evidence: Evidence, raised: Raised) -> bool:
    """Return whether the folder that is not a file is in the data, which is the source."""
    found = DIRECTORY.search(raised.message)
    return found is not None and evidence.training.shown(found[1]).startswith("data/")


def list_of_files_is_empty(evidence: Evidence, raised: Raised) -> str:
    """Match x[0] or random.choice(files) where glob or listdir found nothing."""
    if raised.type not in {"IndexError", "ValueError"} or not EMPTY.search(raised.message):
        return ""
    listings = list(dict.fromkeys(_listings(evidence, raised)))
    for call in listings:
        pattern = _pattern(evidence, call)
        found = _none_matches(evidence, pattern) if pattern else ""
        if found:
            return (
                f"{source(evidence, call)} in {evidence.place(call.lineno)} finds nothing: {found}"
            )
    if len(listings) != 1 or not SURELY_EMPTY.search(raised.message):
        return ""
    listed = f"{source(evidence, listings[0])} in {evidence.place(listings[0].lineno)}"
    return f"the list from {listed} is empty: print it, and compare it with the folders in data/"


def _listings(evidence: Evidence, raised: Raised) -> Iterator[ast.Call]:
    """Yield the calls that list files for the failing line, through assignments and calls."""
    lines = [frame.line for frame in raised.frames if frame.own]
    waiting: list[ast.AST] = [node for line in lines for node in at_line(evidence.tree, line)]
    given = list(_assignments(evidence.tree))
    seen: set[str] = set()
    while waiting:
        part = waiting.pop()
        yield from calls(part, *LISTING)
        names = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)} - seen
        seen |= names
        waiting += [value for name, value in given if name in names]
        waiting += [each for name in names for each in functions(evidence.tree, name)]


def _assignments(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each assigned name with the expression of its value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.For | ast.comprehension):
            targets, value = [node.target], node.iter
        else:
            continue
        names = (part for target in targets for part in ast.walk(target))
        yield from ((each.id, value) for each in names if isinstance(each, ast.Name))


def _pattern(evidence: Evidence, call: ast.Call) -> str:
    """Return the pattern or folder that a call lists; "" if it is unknown before a run."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_module = owner is None or (isinstance(owner, ast.Name) and owner.id in MODULES)
    texts = [_text(evidence, part) for part in (*([] if is_module else [owner]), *call.args[:1])]
    if not texts or not all(texts):
        return ""
    if name_of(call.func) == "rglob":
        texts.insert(1, "**")
    return "/".join(texts)


def _text(evidence: Evidence, node: ast.AST | None, depth: int = DEEPEST_TEXT) -> str:
    """Evaluate a path made of literals, names and joins; "" if it is unknown."""
    found = ast_utils.value(evidence.tree, node)
    if isinstance(found, str):
        return found
    if not depth:
        return ""
    known = assigned(evidence.tree, node.id) if isinstance(node, ast.Name) else []
    if isinstance(node, ast.Name) and not known:
        known = _passed(evidence, node)
    if len(known) == 1:
        return _text(evidence, known[0], depth - 1)
    parts: list[ast.expr] = []
    between = "/"
    if isinstance(node, ast.Call) and name_of(node.func) in {"join", "Path"}:
        parts = node.args
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Div):
        parts, between = [node.left, node.right], "/" if isinstance(node.op, ast.Div) else ""
    texts = [_text(evidence, part, depth - 1) for part in parts]
    return between.join(texts) if all(texts) else ""


def _passed(evidence: Evidence, name: ast.Name) -> list[ast.expr]:
    """Return the argument that a function's only call passes for a parameter."""
    around = function_at(evidence.tree, name.lineno)
    places = [each.arg for each in around.args.args] if around else []
    if not isinstance(around, ast.FunctionDef) or name.id not in places:
        return []
    called = list(calls(evidence.tree, around.name))
    given = [call.args[places.index(name.id) :][:1] for call in called]
    return given[0] if len(given) == 1 else []


def _none_matches(evidence: Evidence, pattern: str) -> str:
    """Explain what the folder of a pattern holds, if nothing matches the pattern; else ""."""
    parts = PurePosixPath(pattern).parts
    fixed = list(itertools.takewhile(lambda part: not MAGIC.search(part), parts))
    folder, rest = PurePosixPath(*fixed), "/".join(parts[len(fixed) :])
    there = outside(evidence, str(folder))
    if there is None or ".." in parts or ("**" in parts and parts[0] != "data"):
        return ""
    try:
        if not there.is_dir():
            return f"there is no folder {folder}"
        if not rest or any(True for _ in there.glob(rest)):
            return ""
        deeper = "/".join([*parts[len(fixed) : -1], "*", parts[-1]])
        found = any(True for _ in there.glob(deeper))
        return f"{folder} holds {_held(there)}" + (f"; write '{folder}/{deeper}'" if found else "")
    except (OSError, ValueError):
        return ""


def _held(folder: Path) -> str:
    """Return the first names in a folder."""
    names = sorted(entry.name for entry in itertools.islice(folder.iterdir(), MOST_NAMES))
    held = ", ".join(names[:FEW_NAMES]) + (" ..." if len(names) > FEW_NAMES else "")
    return held or "nothing"


def nothing_lies_there(evidence: Evidence, raised: Raised) -> str:
    """Match a missing path, and name what its deepest existing folder holds."""
    found = NO_FILE.search(raised.message) if raised.type == "FileNotFoundError" else None
    path = PurePosixPath(evidence.training.shown(found[1])) if found else PurePosixPath()
    for folder in path.parents:
        there = outside(evidence, str(folder))
        if there is None or not there.is_dir():
            continue
        if folder == PurePosixPath() and not path.suffix:
            there, folder = evidence.dataset.visible, PurePosixPath("data")  # noqa: PLW2901
        elif folder == PurePosixPath():
            return ""
        try:
            return f"there is no {path}: {folder} holds {_held(there)}"
        except OSError:
            return ""
    return ""


RULES = (
    keeps_what_shuffle_gives,
    cuts_at_no_whole_number,
    folder_is_not_joined_to_a_name,
    copies_to_a_folder,
    list_of_files_is_empty,
)
