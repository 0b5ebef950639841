"""Errors of code that lists, shuffles, cuts and copies files: what Python says, said of files."""

from __future__ import annotations

import ast
import itertools
import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.diagnosis.errors.pictures import NO_FILE, outside
from grader.diagnosis.errors.places import own_line, source
from grader.diagnosis.reading import assigned, at_line, calls, function_at, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnosis.clues import Clues
    from grader.training.record import Raised

IN_PLACE = frozenset({"shuffle", "sort", "reverse", "append", "extend"})
OF_NONE = re.compile("'NoneType'|not NoneType")
FEW_NAMES, MOST_NAMES = 4, 10_000
DEEPEST = 3  # Folders below the data set's own in which a bare name is looked for.


def _given(clues: Clues, line: int) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Names that stand at a line, each with the one value that its function gives it."""
    scope = function_at(clues.tree, line) or clues.tree
    for node in at_line(clues.tree, line):
        if isinstance(node, ast.Name):
            known = assigned(scope, node.id)
            latest = max(
                (k for k in known if k.lineno < line), key=lambda k: k.lineno, default=None
            )
            if latest is not None:
                yield node, latest


def keeps_what_shuffle_gives(clues: Clues, raised: Raised) -> str:
    """Such as files = random.shuffle(files): it gives None, and changes the list itself."""
    if raised.type != "TypeError" or not OF_NONE.search(raised.message):
        return ""
    for name, value in _given(clues, own_line(raised)):
        if isinstance(value, ast.Call) and name_of(value.func) in IN_PLACE:
            done = source(clues, value)
            place = clues.place(value.lineno)
            return (
                f"{done} changes the list itself and gives None: leave `{name.id} =` out in {place}"
            )
    return ""


def cuts_at_no_whole_number(clues: Clues, raised: Raised) -> str:
    """files[:n], where n is len(files) * 0.9."""
    if raised.type != "TypeError" or "slice indices must be integers" not in raised.message:
        return ""
    for name, value in _given(clues, own_line(raised)):
        if isinstance(value, ast.BinOp):
            whole = f"{name.id} = int({source(clues, value)})"
            return f"a list is cut at a whole number: write {whole} in {clues.place(value.lineno)}"
    return "a list is cut at a whole number: put int(...) around what stands beside the colon"


def folder_is_not_joined_to_a_name(clues: Clues, raised: Raised) -> str:
    """SOURCE + name without a slash between them, or a name from os.listdir by itself."""
    found = NO_FILE.search(raised.message) if raised.type == "FileNotFoundError" else None
    if found is None or "'" in found[1]:
        return ""
    path = PurePosixPath(found[1])
    for cut in range(1, len(path.name)):
        folder, rest = path.parent / path.name[:cut], path.name[cut:]
        there = outside(clues, str(folder))
        if there is not None and os.path.exists(there / rest):  # noqa: PTH110  (raises nothing)
            said = f"a slash is missing between {folder} and {rest}"
            return f"{said}: join them by os.path.join(folder, name)"
    listed = any(True for _ in calls(clues.tree, "listdir"))
    places = [clues.dataset.visible.glob("*/" * depth + found[1]) for depth in range(1, DEEPEST)]
    if listed and found[1] == path.name and any(True for place in places for _ in place):
        return "os.listdir gives names without their folder: os.path.join(folder, name)"
    return ""


def copies_to_a_folder(clues: Clues, raised: Raised) -> str:
    """copyfile(file, folder): it wants the new file's name."""
    if raised.type != "IsADirectoryError":
        return ""
    for node in at_line(clues.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) == "copyfile" and len(node.args) > 1:
            target = source(clues, node.args[1])
            return f"copyfile takes the new file's whole name: os.path.join({target}, name)"
    return ""


def nothing_lies_there(clues: Clues, raised: Raised) -> str:
    """A path that is not there: what the last folder on the way to it holds."""
    found = NO_FILE.search(raised.message) if raised.type == "FileNotFoundError" else None
    path = PurePosixPath(clues.training.shown(found[1])) if found else PurePosixPath()
    for folder in path.parents:
        there = outside(clues, str(folder))
        if there is None or not there.is_dir():
            continue
        if folder == PurePosixPath() and not path.suffix:
            there, folder = clues.dataset.visible, PurePosixPath("data")  # noqa: PLW2901
        elif folder == PurePosixPath():
            return ""
        try:
            names = sorted(entry.name for entry in itertools.islice(there.iterdir(), MOST_NAMES))
        except OSError:
            return ""
        held = ", ".join(names[:FEW_NAMES]) + (" ..." if len(names) > FEW_NAMES else "")
        return f"there is no {path}: {folder} holds {held or 'nothing'}"
    return ""


RULES = (
    keeps_what_shuffle_gives,
    cuts_at_no_whole_number,
    folder_is_not_joined_to_a_name,
    copies_to_a_folder,
)
