"""Undefined names in a file, reported before training instead of an hour later."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import bindings

if TYPE_CHECKING:
    from grader.submission import Submission

LARGEST = 200_000  # bytes; pyflakes needs a second for them
MOST = 3
# Names that IPython defines in a notebook.
GIVEN = ("get_ipython", "display")


def undefined(submission: Submission) -> tuple[str, ...]:
    """Return a warning for each of the first three undefined names.

    A warning does not change the verdict: the line may never run, and a name may be defined
    indirectly.
    """
    if len(submission.program) > LARGEST:
        return ()
    try:
        found = _found(submission.program)
    except Exception:  # noqa: BLE001  (a warning must not break a check)
        return ()
    return tuple(f"line {submission.at(line)}: {why}" for line, why in found[:MOST])


def _found(program: bytes) -> list[tuple[int, str]]:
    """Return the first use of each undefined name that pyflakes finds."""
    from pyflakes.checker import Checker  # noqa: PLC0415  (slow to import; `--help` does not need it)
    from pyflakes.messages import UndefinedName  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Such as an invalid escape sequence.
        tree = ast.parse(program)
    scopes: dict[str, list[ast.AST | None]] = {}
    for each in bindings(tree):
        scopes.setdefault(each.name, []).append(each.scope)
    said = [m for m in Checker(tree, builtins=GIVEN).messages if isinstance(m, UndefinedName)]
    found: dict[str, tuple[int, str]] = {}
    for message in sorted(said, key=lambda message: (message.lineno, message.col)):
        name = message.message_args[0]
        why = _why(name, message.lineno, scopes.get(name, []))
        if why:
            found.setdefault(name, (message.lineno, why))
    return list(found.values())


def _why(name: str, line: int, scopes: list[ast.AST | None]) -> str:
    """Return why a name is undefined at a line; "" if it is not sure."""
    if not scopes:
        return f"undefined name `{name}`"
    functions = [each for each in dict.fromkeys(scopes) if isinstance(each, ast.FunctionDef)]
    if {*functions} != {*scopes} or any(each.lineno <= line <= _end(each) for each in functions):
        return ""
    owners = " and ".join(f"{each.name}()" for each in functions[:MOST])
    return f"undefined name `{name}`: it is local to {owners}"


def _end(function: ast.FunctionDef) -> int:
    return function.end_lineno or function.lineno
