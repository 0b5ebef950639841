"""Code that never runs because it is in a string or a comment."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence

TRAINING = ("fit", "fit_generator", "train_on_batch", "GradientTape")
TRAINS = re.compile(r"\.fit\s*\(")
SAVES = r"(?:save|save_model|save_weights|ModelCheckpoint)\s*\(.{0,300}?"


def that_saves(evidence: Evidence, name: str) -> tuple[int, str]:
    """Find disabled code that saves a file: its line and a message; 0 and empty without one."""
    return _not_run(evidence, re.compile(SAVES + re.escape(name)), f"the code that saves {name}")


def that_trains(evidence: Evidence) -> tuple[int, str]:
    """Find disabled code that trains: its line and a message; 0 and empty without one.

    A program that trains elsewhere is not reported.
    """
    if any(calls(evidence.tree, *TRAINING)):
        return 0, ""
    return _not_run(evidence, TRAINS, "the training")


def _not_run(evidence: Evidence, sign: re.Pattern[str], what: str) -> tuple[int, str]:
    for node in ast.walk(evidence.tree):
        # Only a string that is a statement by itself; any other string may be used somewhere.
        text = node.value if isinstance(node, ast.Expr) else None
        if isinstance(text, ast.Constant) and sign.search(str(text.value)) and _is_code(text):
            first, last = evidence.place(text.lineno), evidence.place(text.end_lineno or 0)
            return text.lineno, (
                f"{what} is in a string, from {first} to {last}, and never runs: "
                "delete the quotes around it"
            )
    lines = evidence.submission.program.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#") and sign.search(line):
            return number, (
                f"{what} is a comment in {evidence.place(number)} and never runs: delete the #"
            )
    return 0, ""


def _is_code(text: ast.Constant) -> bool:
    """Return whether a string is code of several lines, not a description."""
    try:
        program = ast.parse(str(text.value))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return len(program.body) > 1
