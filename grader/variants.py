"""Variants of a problem: the same task with other numbers, so that a second sitting is a new one.

A problem varies along axes of its own. Each axis has options, the first of which is the standard
one; a variant takes one option of each. Variants are numbered from 0, the standard problem.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.toml_file import Number, Table


@dataclass(frozen=True)
class Option:
    """What one choice changes of the problem: all empty for the standard one.

    `thresholds` and `tiers` are by the kind of data, as in the problem itself.
    """

    numbers: Mapping[str, Number] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tiers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """One thing that varies; its first option is the standard one."""

    name: str
    options: tuple[Option, ...]


def label(problem: str, variant: int) -> str:
    """A problem's id, with the number of the variant if it is not the standard one: problem1~3."""
    return f"{problem}~{variant}" if variant else problem


def count(axes: Sequence[Axis]) -> int:
    """How many variants there are, the standard problem among them."""
    return math.prod(len(axis.options) for axis in axes)


def choices(axes: Sequence[Axis], variant: int) -> dict[str, int]:
    """Which option of each axis a variant takes, by the axis's name."""
    found: dict[str, int] = {}
    for axis in axes:
        variant, found[axis.name] = divmod(variant, len(axis.options))
    return found


def chosen(axes: Sequence[Axis], variant: int) -> list[Option]:
    """The options that a variant takes, in the order of the axes."""
    places = choices(axes, variant)
    return [axis.options[places[axis.name]] for axis in axes]


def read_axes(table: Table, kinds: Sequence[str], tiers: int) -> tuple[Axis, ...]:
    """The axes of a problem.toml's [variants]; raises UsageError for what is malformed."""
    found = []
    for name in table.names():
        axis = table.table(name)
        if "rewrite" in axis:
            axis.refuse("rewrite", "left out: [constants] names what a variant sets in solutions")
        options = [_option(one, kinds, tiers) for one in axis.tables("options")]
        found.append(Axis(name, (Option(), *options)))
        axis.finish()
    return tuple(found)


def _option(table: Table, kinds: Sequence[str], tiers: int) -> Option:
    numbers, words = table.table("numbers", optional=True), table.table("words", optional=True)
    by_kind, steps = (table.table(name, optional=True) for name in ("thresholds", "tiers"))
    table.finish()
    option = Option(
        numbers.numbers(),
        words.all_texts(),
        {kind: by_kind.table(kind).numbers(low=0, high=1) for kind in kinds if kind in by_kind},
        {kind: steps.rising(kind, tiers) for kind in kinds if kind in steps},
    )
    for part in (by_kind, steps):
        part.finish()
    return option


def drawn(axes: Sequence[Axis], problem: str, seed: int) -> int:
    """The variant of a problem that an exam of this seed has, the same on any machine."""
    digest = hashlib.sha256(f"{seed} {problem}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % count(axes)


def several(axes: Sequence[Axis], problem: str, wanted: int) -> tuple[int, ...]:
    """So many different variants, as the exams of seeds 1, 2, 3 … draw them; all, if fewer."""
    found: dict[int, None] = {}
    seed = 0
    while len(found) < min(wanted, count(axes)):
        seed += 1
        found[drawn(axes, problem, seed)] = None
    return tuple(found)
