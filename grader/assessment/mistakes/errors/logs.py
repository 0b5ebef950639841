"""Errors when a callback reads its logs, or a program reads a history."""

from __future__ import annotations

import ast
import copy
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, function_at, name_of, value
from grader.assessment.mistakes.errors.error_message import own_line, source
from grader.assessment.mistakes.errors.typos import nearest_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

UNFORMATTED = re.compile(r"Failed to format this callback filepath: \"?(.+?)\"?\. Reason: \W*(\w+)")
NO_ATTRIBUTE = re.compile(r"'(dict|History)' object has no attribute '(\w+)'")
ADDED = re.compile(r"can only concatenate str|unsupported operand type\(s\) for \+: .*'str'")
LONGEST_LINE = 100


def keys_of_logs(evidence: Evidence) -> tuple[str, ...]:
    """Return the keys in the logs of the last epoch that finished."""
    epochs = [epoch for fit in evidence.record.fits for epoch in fit.epochs]
    return tuple(epochs[-1].logs) if epochs else ()


def instead_of(key: str, keys: tuple[str, ...]) -> tuple[str, str]:
    """Return a clause on the keys that the logs hold, and the key that was meant or ""."""
    held = f"the logs hold {', '.join(keys)}"
    if key.startswith("val_") and not any(each.startswith("val_") for each in keys):
        return f"{held}, but no validation metrics: pass fit validation_data=...", ""
    if "acc" in key and not any("acc" in each for each in keys):
        return f"{held}: add metrics=['accuracy'] to compile", ""
    return held, nearest_key(key, keys)


def key_is_not_in_logs(evidence: Evidence, raised: Raised) -> str:
    """Match a key that the logs, or a history, do not hold."""
    line = own_line(raised)
    if raised.type == "KeyError":
        wanted = [n for n in _asked(evidence, line) if repr(_key(evidence, n)) == raised.message]
    elif raised.type == "TypeError" and "NoneType" in raised.message:
        wanted = [n for n in _asked(evidence, line) if isinstance(n, ast.Call)]
    else:
        return ""
    function = function_at(evidence.tree, line)
    method = function.name if isinstance(function, ast.FunctionDef) else ""
    if wanted and method.startswith("on_") and method.endswith("_begin"):
        later = method.replace("_begin", "_end")
        return f"the logs are empty at the beginning: rename the method to {later}"
    keys = keys_of_logs(evidence)
    if "batch" in method:
        keys = tuple(key for key in keys if not key.startswith("val_"))
    for node in wanted if keys else []:
        key = _key(evidence, node)
        if isinstance(key, str) and key not in keys:
            held, meant = instead_of(key, keys)
            if meant:
                return f"{held}: write {_with_key(node, meant)}"
            return held if ":" in held else f"{held}: use one of these names"
    return ""


def _logs(evidence: Evidence, line: int) -> set[str]:
    """Return the names of variables that hold the logs, or a history, at a line."""
    found = {
        target.id
        for node in ast.walk(evidence.tree)
        if isinstance(node, ast.Assign) and name_of(node.value) == "history"
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Attribute)
    }
    function = function_at(evidence.tree, line)
    if function is None:
        return found
    given = [each.arg for each in function.args.args]
    name = function.name if isinstance(function, ast.FunctionDef) else "on_"
    return found | {"logs"}.intersection(given) | set(given[-1:] if name.startswith("on_") else [])


def _asked(evidence: Evidence, line: int) -> Iterator[ast.Subscript | ast.Call]:
    """Yield the nodes that read a key of the logs, on the line or for a name that it uses."""
    names = _logs(evidence, line)
    used = set()
    for node in at_line(evidence.tree, line):
        if _asks(node, names):
            yield node  # type: ignore[misc]
        if isinstance(node, ast.Name):
            used.add(node.id)
    function = function_at(evidence.tree, line)
    for step in ast.walk(function) if function is not None else []:
        if isinstance(step, ast.Assign) and any(name_of(t) in used for t in step.targets):
            yield from (n for n in ast.walk(step.value) if _asks(n, names))  # type: ignore[misc]


def _asks(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Subscript):
        return _is_logs(node.value, names)
    get = node.func if isinstance(node, ast.Call) and node.args else None
    return isinstance(get, ast.Attribute) and get.attr == "get" and _is_logs(get.value, names)


def _is_logs(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Attribute):  # self.history is defined by the learner.
        return node.attr == "history" and name_of(node.value) != "self"
    return isinstance(node, ast.Name) and node.id in names


def _key(evidence: Evidence, node: ast.Subscript | ast.Call) -> object:
    return value(evidence.tree, node.slice if isinstance(node, ast.Subscript) else node.args[0])


def _with_key(node: ast.Subscript | ast.Call, key: str) -> str:
    """Return the code of the same access with another key."""
    asked = copy.deepcopy(node)
    if isinstance(asked, ast.Subscript):
        asked.slice = ast.Constant(key)
    else:
        asked.args[0] = ast.Constant(key)
    return ast.unparse(asked)


def asks_logs_another_way(evidence: Evidence, raised: Raised) -> str:
    """Match logs.set('accuracy'), logs.accuracy, logs('accuracy'): logs are a dict."""
    line = own_line(raised)
    names = _logs(evidence, line)
    found = NO_ATTRIBUTE.search(raised.message) if raised.type == "AttributeError" else None
    no_call = raised.type == "TypeError" and "'dict' object is not callable" in raised.message
    for node in at_line(evidence.tree, line):
        if found and isinstance(node, ast.Call) and name_of(node.func) == found[2]:
            owner, key = node.func, node.args[0] if node.args else None
            if isinstance(owner, ast.Attribute) and _is_logs(owner.value, names) and key:
                return _access_to(evidence, owner.value, value(evidence.tree, key))
        elif found and isinstance(node, ast.Attribute) and node.attr == found[2]:
            if _is_logs(node.value, names):
                return _access_to(evidence, node.value, node.attr)
        elif no_call and isinstance(node, ast.Call) and _is_logs(node.func, names) and node.args:
            return _access_to(evidence, node.func, value(evidence.tree, node.args[0]))
    return ""


def _access_to(evidence: Evidence, logs: ast.expr, key: object) -> str:
    keys = keys_of_logs(evidence)
    known = key in keys or not isinstance(key, str)
    meant = key if known else nearest_key(str(key), keys) or key
    name = source(evidence, logs)
    held = f"{name} is a dict with the keys {', '.join(keys)}"
    return f"{held}: write {name}.get({meant!r}) or {name}[{meant!r}]"


def history_is_no_dict(evidence: Evidence, raised: Raised) -> str:
    """Match a History that is used like a dict."""
    if "'History' object" not in raised.message:
        return ""
    keys = keys_of_logs(evidence)
    cause = f"a History stores {', '.join(keys)} in its attribute history"
    if raised.type == "TypeError" and "not subscriptable" in raised.message and keys:
        return f"{cause}: write .history[...]"
    found = NO_ATTRIBUTE.search(raised.message)
    return f"{cause}: write .history['{found[2]}']" if found and found[2] in keys else ""


def key_is_not_in_a_file_name(evidence: Evidence, raised: Raised) -> str:
    """Match a checkpoint whose file name uses a key that the logs do not hold."""
    found = UNFORMATTED.search(raised.message) if raised.type == "KeyError" else None
    keys = keys_of_logs(evidence)
    if found is None or not keys:
        return ""
    name, key = found[1], found[2]
    held, meant = instead_of(key, keys)
    if meant:
        return f"{held}: name the file '{name.replace('{' + key, '{' + meant)}'"
    return held if ":" in held else f"{held}: use one of these names, or epoch"


def adds_text_and_number(evidence: Evidence, raised: Raised) -> str:
    """Match `print("epoch " + epoch)`, often in the very epoch that should stop."""
    if raised.type != "TypeError" or not ADDED.search(raised.message):
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        is_print = isinstance(node, ast.Call) and name_of(node.func) == "print"
        if isinstance(node, ast.Call) and is_print and any(map(_is_text_sum, node.args)):
            return _with_one_text(node)
    return ""


def _is_text_sum(node: ast.expr) -> bool:
    is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    return is_sum and any(_is_text(part) for part in _parts(node))


def _is_text(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


def _with_one_text(printed: ast.Call) -> str:
    """Return the print with each sum as an f-string, if it is short enough to type."""
    cause = "text and numbers cannot be added"
    other = f"{cause}: put str(...) around the numbers, or separate them with commas"
    sums = [part for each in printed.args if _is_text_sum(each) for part in _parts(each)]
    if any(isinstance(part, ast.Constant) and not _is_text(part) for part in sums):
        return other  # epoch + 1 is one number
    given = [_as_one_text(each) if _is_text_sum(each) else each for each in printed.args]
    text = ast.unparse(ast.Call(printed.func, given, printed.keywords))
    return other if len(text) > LONGEST_LINE or "\\" in text else f"{cause}: write {text}"


def _as_one_text(sum_: ast.expr) -> ast.expr:
    pieces: list[ast.expr] = []
    for part in _parts(sum_):
        if isinstance(part, ast.Constant):
            pieces.append(part)
            continue
        given = part.args if isinstance(part, ast.Call) and name_of(part.func) == "str" else []
        pieces.append(ast.FormattedValue(given[0] if given else part, -1))
    return ast.JoinedStr(pieces)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


RULES = (
    key_is_not_in_logs,
    asks_logs_another_way,
    history_is_no_dict,
    key_is_not_in_a_file_name,
    adds_text_and_number,
)
