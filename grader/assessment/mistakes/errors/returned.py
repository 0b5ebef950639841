"""Methods of a model called on something else, such as a History or None."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import (
    assigned,
    at_line,
    calls,
    function_at,
    functions,
    name_of,
)
from grader.assessment.mistakes.errors.error_message import own_line, source

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

NO_METHOD = re.compile(
    r"'(\w+)' object has no attribute '(save|fit|compile|summary|predict|evaluate|save_weights)'"
)
NOTHING = re.compile(r"'NoneType' object has no attribute '(\w+)'")
GIVING_NOTHING = ("add", "build", "compile", "summary")
METHODS = ("fit", "save", "compile", "summary")


def another_thing_than_the_model(evidence: Evidence, raised: Raised) -> str:
    """Match `return history`, `return model, history`, `model = solution_model`, or no return."""
    found = NO_METHOD.search(raised.message) if raised.type == "AttributeError" else None
    if found is None or found[1] not in {"History", "NoneType", "function", "tuple"}:
        return ""
    kind, given = found[1], _given(evidence, own_line(raised), found[2])
    if kind == "function":
        return _not_called(evidence, given)
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        fix = _returned(evidence, given.func.id, kind)
        if fix:
            return fix
    if kind != "History":
        return ""
    cause = "fit returns a History, not the model"
    is_fit = isinstance(given, ast.Call) and name_of(given.func) == "fit"
    return f"{cause}: write model.fit(...) without `model = `" if is_fit else cause


def _given(evidence: Evidence, line: int, method: str) -> ast.expr | None:
    """Return the expression whose method a line calls, or the last one assigned to its name."""
    for node in at_line(evidence.tree, line):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr != method:
            continue
        if not isinstance(called.value, ast.Name):
            return called.value
        here = function_at(evidence.tree, line)
        known = [
            each
            for each in assigned(evidence.tree, called.value.id)
            if function_at(evidence.tree, each.lineno) is here and (each.end_lineno or 0) < line
        ]
        return max(known, key=lambda each: each.lineno, default=None)
    return None


def _not_called(evidence: Evidence, given: ast.expr | None) -> str:
    if not isinstance(given, ast.Name) or not any(functions(evidence.tree, given.id)):
        return ""
    where = evidence.place(given.lineno)
    return f"{given.id} without parentheses is a function: write {given.id}() in {where}"


def _returned(evidence: Evidence, name: str, kind: str) -> str:
    """Explain what a function of the file returns instead of its model."""
    own = list(functions(evidence.tree, name))
    if len(own) != 1:
        return ""
    returns = [n for n in ast.walk(own[0]) if isinstance(n, ast.Return) and n.value is not None]
    returns = [n for n in returns if function_at(evidence.tree, n.lineno) is own[0]]
    called = [call.func for call in calls(own[0], *METHODS)]
    models = {name_of(each.value) for each in called if isinstance(each, ast.Attribute)}
    if len(returns) != 1 or len(models) != 1 or not all(models):
        return ""
    if kind == "NoneType":
        return _return_not_reached(evidence, own[0], returns[0])
    value, model = returns[0].value, models.pop()
    assert value is not None
    if kind == "tuple" and not isinstance(value, ast.Tuple):
        return ""
    if kind == "History" and isinstance(value, ast.Name) and value.id == model:
        return _given_by_fit(evidence, own[0], model)
    if kind == "History" and not isinstance(value, ast.Name):
        return ""
    what = source(evidence, value) + (", a History," if kind == "History" else "")
    where = evidence.place(returns[0].lineno)
    return f"{name}() returns {what} instead of the model: write `return {model}` in {where}"


def _given_by_fit(evidence: Evidence, own: ast.FunctionDef, model: str) -> str:
    """Explain `model = model.fit(...)` in a function: the name then holds a History."""
    fits = [each for each in assigned(own, model) if each in [*calls(own, "fit")]]
    if len(fits) != 1:
        return ""
    where = evidence.place(fits[0].lineno)
    return f"fit returns a History, not the model: leave `{model} = ` out in {where}"


def _return_not_reached(evidence: Evidence, own: ast.FunctionDef, only: ast.Return) -> str:
    """Explain a function that ended without its only return, which is in an `if` or a loop."""
    if only in own.body or not isinstance(own.body[-1], ast.Expr | ast.Assign | ast.If | ast.For):
        return ""
    text, where = source(evidence, only), evidence.place(only.lineno)
    return (
        f"{own.name}() ended without `{text}`, which is inside a block in {where}: "
        "write it at the end of the function, indented like the first line"
    )


def compile_gives_nothing(evidence: Evidence, raised: Raised) -> str:
    """Match `model = Sequential([...]).compile(...)` followed by model.fit."""
    found = NOTHING.search(raised.message) if raised.type == "AttributeError" else None
    given = _given(evidence, own_line(raised), found[1]) if found else None
    method = name_of(given.func) if isinstance(given, ast.Call) else ""
    if method not in GIVING_NOTHING or any(functions(evidence.tree, method)):
        return ""
    where = evidence.place(given.lineno if given else 0)
    return f"{method} returns None: in {where}, call it on a separate line"


RULES = (compile_gives_nothing, another_thing_than_the_model)
