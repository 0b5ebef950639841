"""Names that a file uses and nothing defines, told before an hour of training and not after it."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import bindings

if TYPE_CHECKING:
    from grader.submission import Submission

LARGEST = 200_000  # bytes; pyflakes takes a second for them
MOST = 3
# What a notebook's code finds around it.
GIVEN = ("get_ipython", "display")


def undefined(submission: Submission) -> tuple[str, ...]:
    """A line for each name that no line of the file defines, the first three of them.

    It is no verdict: the place may never be reached, and a name may be made in a roundabout way.
    """
    if len(submission.program) > LARGEST:
        return ()
    try:
        found = _found(submission.program)
    except Exception:  # noqa: BLE001  (a remark is worth no failed check, whatever went wrong)
        return ()
    return tuple(
        f"line {submission.at(line)}: {why}, so your file may stop there"
        for line, why in found[:MOST]
    )


def _found(program: bytes) -> list[tuple[int, str]]:
    """The first use of each undefined name, by pyflakes, which knows scopes and branches."""
    from pyflakes.checker import Checker  # noqa: PLC0415  (`--help` need not pay for it)
    from pyflakes.messages import UndefinedName  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # An invalid escape is no reason to stop.
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
    """Why a name is undefined at a line; empty where that is not sure."""
    if not scopes:
        return f"nothing defines {name}"
    functions = [each for each in dict.fromkeys(scopes) if isinstance(each, ast.FunctionDef)]
    if {*functions} != {*scopes} or any(each.lineno <= line <= _end(each) for each in functions):
        return ""
    return f"{name} is local to " + " and ".join(f"{each.name}()" for each in functions[:MOST])


def _end(function: ast.FunctionDef) -> int:
    return function.end_lineno or function.lineno
