"""Variants of a problem: the same task with other numbers, so that a second exam is a new one.

A problem varies along axes. Each axis has options; a variant takes one option of each axis, or the
standard. Variants are numbered from 0, the standard problem.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from grader.typed_toml import Table

if TYPE_CHECKING:
    from collections.abc import Mapping


class Axis(Table, frozen=True):
    """One thing that varies. Each option has the tables and keys that it changes."""

    options: Annotated[tuple[dict[str, Any], ...], Meta(description="a list of tables")]


def label(problem: str, variant: int) -> str:
    """Return a problem's id, with the number of a variant that is not the standard: problem1~3."""
    return f"{problem}~{variant}" if variant else problem


def count(axes: Mapping[str, Axis]) -> int:
    """Return how many variants there are, including the standard problem."""
    return math.prod(1 + len(axis.options) for axis in axes.values())


def choices(axes: Mapping[str, Axis], variant: int) -> dict[str, int]:
    """Return which option of each axis a variant takes; 0 is the standard."""
    found: dict[str, int] = {}
    for name, axis in axes.items():
        variant, found[name] = divmod(variant, 1 + len(axis.options))
    return found


def changes(axes: Mapping[str, Axis], variant: int) -> list[Mapping[str, Any]]:
    """Return what a variant changes, in the order of the axes."""
    places = choices(axes, variant)
    return [axis.options[places[name] - 1] for name, axis in axes.items() if places[name]]


def merged(document: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the keys of a change put into its tables."""
    result = dict(document)
    for key, value in change.items():
        table = result.get(key)
        if isinstance(value, dict) and isinstance(table, dict):
            value = merged(table, value)  # noqa: PLW2901
        result[key] = value
    return result


def drawn(axes: Mapping[str, Axis], problem: str, seed: int) -> int:
    """Return the variant of a problem that an exam of this seed has, the same on any machine."""
    digest = hashlib.sha256(f"{seed} {problem}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % count(axes)


def several(axes: Mapping[str, Axis], problem: str, wanted: int) -> tuple[int, ...]:
    """Return so many variants, as the exams of seeds 1, 2, 3 … draw them; all, if fewer."""
    found: dict[int, None] = {}
    seed = 0
    while len(found) < min(wanted, count(axes)):
        seed += 1
        found[drawn(axes, problem, seed)] = None
    return tuple(found)
