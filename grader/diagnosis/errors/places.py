"""Where an error happened, in the learner's own file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.diagnosis.clues import Clues
    from grader.training.record import Raised


def own_line(raised: Raised) -> int:
    """The line of the learner's own file where it happened, 0 if unknown."""
    return raised.own_frame.line if raised.own_frame else 0


def source(clues: Clues, node: ast.AST) -> str:
    """A piece of the program as the learner wrote it, on one line."""
    text = clues.submission.program.decode("utf-8", "replace")
    found = ast.get_source_segment(text, node) or ast.unparse(node)
    return ast.unparse(node) if "\n" in found else found
