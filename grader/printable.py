"""Text of others, made fit for a terminal and every other output."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")
# Fields of a report that may hold several lines; a format indents all but the first.
SEVERAL_LINES = frozenset({"message", "expected", "actual", "fix", "output"})
COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def printable(words: str) -> str:
    """Without the control characters by which a submission, or its name, could redraw the screen.

    Line feeds and tabs stay, colours and backspaces go; "?" stands for anything else.
    """
    if words.isascii() and words.isprintable():
        return words
    words = COLOURS.sub("", words.replace("\r\n", "\n")).replace("\b", "")
    return "".join(c if c.isprintable() or c in "\n\t" else _shown(c) for c in words)


def one_line(words: str) -> str:
    """Printable, and on one line: it cannot pass for a line of ours."""
    return printable(words).replace("\n", " ").replace("\t", " ")


def all_printable(value: T, name: str = "") -> T:
    """A report, or a part of it, with printable texts: any of them may come from a submission.

    `name` is the field that holds it.
    """
    cleaned: Any = value
    if type(value) is str:
        cleaned = _text(str(value), name)
    elif isinstance(value, tuple):
        cleaned = tuple(all_printable(item, name) for item in value)
    elif isinstance(value, dict):
        cleaned = {one_line(key): all_printable(item, name) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        cleaned = replace(value, **{key: all_printable(part, key) for key, part in parts.items()})
    return cast("T", cleaned)


def _text(words: str, name: str) -> str:
    if name not in SEVERAL_LINES:
        return one_line(words)
    if name == "output":  # A progress bar goes back to the start of its line.
        words = words.replace("\r", "\n")
    return printable(words)


def _shown(character: str) -> str:
    return " " if unicodedata.category(character) == "Zs" else "?"
