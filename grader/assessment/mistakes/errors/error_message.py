"""Parts of an error: the learner's own line and the sentence that says what is wrong."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised


def own_line(raised: Raised) -> int:
    """The line of the learner's own file where it happened, 0 if unknown."""
    return raised.own_frame.line if raised.own_frame else 0


def source(evidence: Evidence, node: ast.AST) -> str:
    """A piece of the program as the learner wrote it, on one line."""
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
USER_CODE = "in user code:"  # Then come the frames, and at the end the error itself.
IN_USER_CODE = re.compile(r"^ {4}(?:\w+: )(?=\S)(?!.*^ {4}File )", re.MULTILINE | re.DOTALL)
GRAPH = "Graph execution error"
FRAME = re.compile(r"\s*(File \"|Detected at node|<stack traces|\[\[|\(?\d+\) )")
NODE = re.compile(r"\s*\[\[?\{\{node.*|\s*\[Op:.*", re.DOTALL)
PLACE = re.compile(r" \((?:/[^()]*|unknown location)\)$")
ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z`'])")


def sentence(raised: Raised) -> str:
    """What went wrong, in two lines at most."""
    text = COLOURS.sub("", raised.message).strip()
    if not text:
        return "(no message)"
    if "ImportError" in raised.bases:
        text = PLACE.sub("", text)
    if raised.type == "KeyError" and " " in text:
        text = _unquoted(text)
    if text.startswith(USER_CODE) and (inner := IN_USER_CODE.search(text)):
        text = text[inner.end() :].strip()
    if "Traceback" in text and (told := INNER.search(text)):
        text = told.group(0).strip()
    elif found := ENCOUNTERED.search(text):
        text = found[1].strip()
    elif text.startswith(GRAPH):
        text = _of_graph(text)
    elif text.startswith("Error when deserializing") and (found := DESERIALIZING.search(text)):
        text = found[1].strip()
    return _shortened(NODE.sub("", text) or text)


def _unquoted(text: str) -> str:
    """A KeyError's message is told as Python writes a text: with its quotes."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else text


def _of_graph(text: str) -> str:
    """What a graph says comes after the places that it went through."""
    lines = [line for line in text.splitlines()[1:] if line.strip() and not FRAME.match(line)]
    return lines[-1].partition("  Label values:")[0].strip() if lines else text.splitlines()[0]


def _shortened(text: str) -> str:
    """The first sentences, as many as two lines hold."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    whole = "\n".join(lines[:2])
    if len(whole) <= LONGEST:
        return whole
    kept = ""
    for part in ENDS.split(" ".join(lines)):
        if kept and len(kept) + len(part) >= LONGEST:
            break
        kept = f"{kept} {part}".strip()
    return kept if len(kept) <= 2 * LONGEST else f"{kept[: 2 * LONGEST]} ..."
