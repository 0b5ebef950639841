"""What a box is asked to run, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 10**6


class BoxKind(str, Enum):
    """How a box is closed off."""

    BUBBLEWRAP = "bubblewrap"
    PLAIN = "plain"


@dataclass(frozen=True)
class BoxLimits:
    """What the whole box may use up, all its processes together; sizes in bytes."""

    seconds: float
    memory: int
    disk: int
    output: int
    processes: int


@dataclass(frozen=True)
class Mount:
    """A folder or file of the machine shown in the box, read only unless `writable`.

    `place` is relative to the box's top, such as `work/data/rps`.
    """

    source: Path
    place: str
    writable: bool = False


@dataclass(frozen=True)
class Link:
    """Another path for a place of the box, as `/content` for `work`."""

    path: str
    place: str


@dataclass(frozen=True)
class BoxPlan:
    """A Python module of `grader/inside` to run in a fresh box.

    `folder` becomes the box's own disk: `work` (where the program starts), `tmp` and `home` below
    it can be written. `answers` tells that the program reads what `send` writes; otherwise its
    standard input is empty. `hidden` are paths that must not be visible whatever else is. Of
    `links` a plain box has only the relative way to them, such as `../content`.
    """

    folder: Path
    module: str
    arguments: tuple[str, ...]
    mounts: tuple[Mount, ...]
    limits: BoxLimits
    python: Path
    hidden: tuple[Path, ...] = ()
    environ: tuple[tuple[str, str], ...] = ()
    answers: bool = False
    links: tuple[Link, ...] = ()


class Ending(str, Enum):
    """Why a box is no longer running."""

    EXITED = "exited"
    KILLED = "killed"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TOO_MANY_PROCESSES = "too many processes"
    DISK_FULL = "disk full"
    TOO_MUCH_OUTPUT = "too much output"


@dataclass(frozen=True)
class Outcome:
    """How a box ended and what it used; sizes in bytes, `signal` is 0 unless it was killed."""

    ending: Ending
    exit_code: int
    signal: int
    seconds: float
    peak_memory: int
    output: str
    output_bytes: int
    left_behind: int = 0
    limits: BoxLimits | None = field(default=None, repr=False)
