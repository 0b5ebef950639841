"""Edits of a program's text: hunks that replace lines, and new values for module constants."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Literal = str | float | list["Literal"] | dict[str, "Literal"] | None


class BadEdit(Exception):
    """An edit that does not apply to a text."""


def apply(text: str, hunks: Sequence[str]) -> str:
    """Return the text with each hunk applied; raises BadEdit where one does not apply.

    A hunk is written like one of a diff: "-" begins a line that is removed, "+" one that is added,
    a space one that stays. Its old lines must occur exactly once.
    """
    for hunk in hunks:
        lines = hunk.strip("\n").split("\n")
        for line in lines:
            if line[:1] not in {"", " ", "-", "+"}:
                raise BadEdit(f"a line of a hunk begins with '-', '+' or a space, not '{line}'")
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        if not old:
            raise BadEdit(f"a hunk needs a line to remove or to keep: {lines[0]}")
        # Whole lines only: a newline before them, which the first line of the text lacks.
        count = f"\n{text}".count(f"\n{old}")
        if count != 1:
            places = f"{count} times" if count else "nowhere"
            raise BadEdit(f"an edit no longer applies: its old lines occur {places}: {lines[0]}")
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]
    return text


def constants(text: str) -> dict[str, Literal]:
    """Return the module constants of a program: names that the top level assigns a literal.

    Raises SyntaxError where the text is not Python.
    """
    return {name: ast.literal_eval(value) for name, value in _constants(text)}


def assign(text: str, values: Mapping[str, Literal]) -> str:
    """Return the text with other values for its module constants; raises SyntaxError."""
    lines = text.encode().splitlines(keepends=True)
    for name, node in reversed(_constants(text)):
        if name in values:
            first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
            before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
            lines[first : last + 1] = [before + literal(values[name]).encode() + after]
    return b"".join(lines).decode()


def _constants(text: str) -> list[tuple[str, ast.expr]]:
    found = []
    for node in ast.parse(text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_literal(value):
                found.append((name, value))
    return found


def literal(value: Literal) -> str:
    """Return a value as Python source, with double quotes."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            items = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
            return f"{{{', '.join(items)}}}"
        case _:
            return repr(value)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
