"""Where something stands in a submission, in the learner's words: a line, or a line of a cell."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Cell:
    """A code cell: `first` is its first line in the program that runs, counted from 1.

    `may_fail` says that its author expects an error, by the tag that Jupyter knows, or met one
    and went on, by the outputs that the notebook keeps.
    """

    first: int
    may_fail: bool = False


class Line(int):
    """A line of the program that runs; in a text it is told as the learner knows it.

    `f"at line {line}"` is "at line 57", or "at line 5 of cell 3" where a notebook was handed in.
    `cell` is 0 where there are no cells, and `inner` counts from 1 within the cell.
    """

    cell: int
    inner: int

    def __new__(cls, number: int, cell: int = 0, inner: int = 0) -> Line:  # noqa: PYI034
        """A line; one that stands in no cell counts by itself."""
        made = super().__new__(cls, number)
        made.cell, made.inner = cell, inner or number
        return made

    def __str__(self) -> str:
        return f"{self.inner} of cell {self.cell}" if self.cell else str(int(self))

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else str(self)


def place(number: int, cells: Sequence[Cell]) -> Line:
    """A line of the program as a line of a cell, where there are cells and it stands in one."""
    cell = bisect_right(cells, number, key=lambda one: one.first)
    return Line(number, cell, number - cells[cell - 1].first + 1) if cell else Line(number)
