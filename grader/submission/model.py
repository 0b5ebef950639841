"""The kinds of submission, and what all of them are to the rest of the kit."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from grader.submission.location import Cell, Line, place
from grader.submission.saved_model import sha256_of

if TYPE_CHECKING:
    from pathlib import Path


LONGEST_NAME = 200  # bytes: with an ending of ours every file system still takes it
MODULES = sys.stdlib_module_names | {"keras", "matplotlib", "numpy", "PIL", "scipy", "tensorflow"}


class Kind(str, Enum):
    """What a person hands in."""

    PYTHON = "python"
    NOTEBOOK = "notebook"
    MODEL = "model"


@dataclass(frozen=True)
class Submission:
    """A learner's file, read once: what is hashed, looked at and trained is the same.

    `source` are its bytes, `text` is the code in it as the learner sees it. Where that is not
    Python as it stands, `code` is what runs in its place, line for line. `cells` are a notebook's;
    `has_shell` says that its code may ask for a notebook's own helpers. Of a model only the path
    is kept, all else is empty: it may be large, and no box runs it. `is_empty` says that the file
    holds no bytes, or blanks alone.
    """

    path: Path
    source: bytes
    text: str
    kind: Kind = Kind.PYTHON
    code: bytes | None = None
    cells: tuple[Cell, ...] = ()
    has_shell: bool = False
    is_empty: bool = False

    @property
    def program(self) -> bytes:
        """The Python that runs."""
        return self.source if self.code is None else self.code

    @property
    def sandbox_name(self) -> str:
        """The file's name in its box: Python's ending, so that no folder of ours has the name.

        A file called as a module is, such as numpy.py, would be imported in that one's place.
        """
        stem, _, _ = self.path.name.partition(".")
        if len(os.fsencode(self.path.name)) > LONGEST_NAME or stem in MODULES:
            return "submission.py"
        return self.path.name if self.path.suffix == ".py" else f"{self.path.name}.py"

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes, hexadecimal; a model is read anew for it."""
        if self.kind is Kind.MODEL:
            return sha256_of(self.path)
        return hashlib.sha256(self.source).hexdigest()

    def line(self, number: int) -> str:
        """One line of the code, counted from 1; empty where there is none."""
        lines = self.text.split("\n")
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def at(self, number: int) -> Line:
        """A line of the program that runs, as the learner knows it."""
        return place(number, self.cells)
