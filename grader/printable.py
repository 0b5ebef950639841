"""Make text of others safe for a terminal and every other output."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")
# Fields of a report that may have several lines; a format indents all but the first.
SEVERAL_LINES = frozenset({"message", "expected", "actual", "fix", "output"})
COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def printable(words: str) -> str:
    """Remove control characters with which a submission could redraw the screen.

    Line feeds and tabs stay, colours and backspaces are removed, others become "?".
    """
    if words.isascii() and words.isprintable():
        return words
    words = COLOURS.sub("", words.replace("\r\n", "\n")).replace("\b", "")
    return "".join(c if c.isprintable() or c in "\n\t" else _shown(c) for c in words)


def one_line(words: str) -> str:
    """Return printable text on one line, so that it cannot pass for a line of the kit."""
    return printable(words).replace("\n", " ").replace("\t", " ")


def all_printable(value: T, name: str = "") -> T:
    """Return a report, or a part of it, with printable text: any may come from a submission.

    `name` is the field that contains it.
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
    if name == "output":  # A progress bar returns to the start of its line.
        words = words.replace("\r", "\n")
    return printable(words)


def _shown(character: str) -> str:
    return " " if unicodedata.category(character) == "Zs" else "?"
