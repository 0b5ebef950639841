"""Names that a file uses and nothing defines, told before an hour of training and not after it."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from grader.diagnosis.scopes import bindings

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
        f"line {submission.at(line)}: nothing defines {name}, so your file may stop there"
        for name, line in list(found.items())[:MOST]
    )


def _found(program: bytes) -> dict[str, int]:
    """Each name with the first line that uses it, by pyflakes, which knows scopes and branches."""
    from pyflakes.checker import Checker  # noqa: PLC0415  (`--help` need not pay for it)
    from pyflakes.messages import UndefinedName  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # An invalid escape is no reason to stop.
        tree = ast.parse(program)
    known = {each.name for each in bindings(tree)}
    said = [m for m in Checker(tree, builtins=GIVEN).messages if isinstance(m, UndefinedName)]
    found: dict[str, int] = {}
    for each in sorted(said, key=lambda each: (each.lineno, each.col)):
        if each.message_args[0] not in known:
            found.setdefault(each.message_args[0], each.lineno)
    return found
