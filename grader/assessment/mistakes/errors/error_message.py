"""Parts of an error: the learner's own line, and the sentence that says what is wrong."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised


def own_line(raised: Raised) -> int:
    """Return the line of the learner's file where the error happened, 0 if unknown."""
    return raised.own_frame.line if raised.own_frame else 0


def source(evidence: Evidence, node: ast.AST) -> str:
    """Return the source code of a node as the learner wrote it, on one line."""
    text = evidence.submission.program.decode("utf-8", "replace")
    found = ast.get_source_segment(text, node) or ast.unparse(node)
    return ast.unparse(node) if "\n" in found else found


LONGEST = 240  # two to three lines of a terminal
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
INNER = re.compile(r"^\s*\w*(Error|Exception): .+$", re.MULTILINE)
ENCOUNTERED = re.compile(
    r"Exception encountered when calling [^\n]*\n+(.*?)(?:\n+ *(?:Call a|A)rguments |\Z)", re.DOTALL
)
DESERIALIZING = re.compile(r"Exception encountered: (.+)", re.DOTALL)
USER_CODE = "in user code:"  # The frames follow, and then the error.
IN_USER_CODE = re.compile(r"^ {4}(?:\w+: )(?=\S)(?!.*^ {4}File )", re.MULTILINE | re.DOTALL)
GRAPH = "Graph execution error"
FRAME = re.compile(r"\s*(File \"|Detected at node|<stack traces|\[\[|\(?\d+\) )")
NODE = re.compile(r"\s*\[\[?\{\{node.*|\s*\[Op:.*", re.DOTALL)
PLACE = re.compile(r" \((?:/[^()]*|unknown location)\)$")
ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z`'])")


def sentence(raised: Raised) -> str:
    """Return what went wrong, in at most two lines."""
    text = COLOURS.sub("", raised.message).strip()
    if not text:
        return "(no message)"
    if "ImportError" in raised.bases:
        text = PLACE.sub("", text)
    if raised.type == "KeyError" and " " in text:
        text = _unquoted(text)
    if text.startswith(USER_CODE) and (inner := IN_USER_CODE.search(text)):
        text = text[inner.end() :].strip()
    if "Traceback" in text and (inner := INNER.search(text)):
        text = inner.group(0).strip()
    elif found := ENCOUNTERED.search(text):
        text = found[1].strip()
    elif text.startswith(GRAPH):
        text = _of_graph(text)
    elif text.startswith("Error when deserializing") and (found := DESERIALIZING.search(text)):
        text = found[1].strip()
    return _shortened(NODE.sub("", text) or text)


def _unquoted(text: str) -> str:
    """Return the message of a KeyError without the quotes that Python puts around it."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else text


def _of_graph(text: str) -> str:
    """Return the error of a graph, which follows the list of its nodes."""
    lines = [line for line in text.splitlines()[1:] if line.strip() and not FRAME.match(line)]
    return lines[-1].partition("  Label values:")[0].strip() if lines else text.splitlines()[0]


def _shortened(text: str) -> str:
    """Return the first sentences, as many as fit into two lines."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    beginning = "\n".join(lines[:2])
    if len(beginning) <= LONGEST:
        return beginning
    short = ""
    for part in ENDS.split(" ".join(lines)):
        if short and len(short) + len(part) >= LONGEST:
            break
        short = f"{short} {part}".strip()
    return short if len(short) <= 2 * LONGEST else f"{short[: 2 * LONGEST]} ..."
