"""What a box is asked to run, and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEGABYTE = 10**6
WALL = 4  # How far a busy machine may stretch a run.


class SandboxKind(str, Enum):
    """How a sandbox is closed off: by bubblewrap, or by what the platform itself offers."""

    ISOLATED = "isolated"
    BASIC = "basic"


@dataclass(frozen=True)
class SandboxLimits:
    """What the whole box may use up, all its processes together; sizes in bytes.

    `seconds` of CPU time on each core that is granted, so that a busy machine does not end a run.
    The wall time is limited to WALL times as much, and to `most_wall`.
    """

    seconds: float
    memory: int
    disk: int
    output: int
    processes: int
    most_wall: float = math.inf

    @property
    def wall(self) -> float:
        """Seconds of wall time."""
        return min(WALL * self.seconds, self.most_wall)

    @property
    def of_process(self) -> Mapping[str, float]:
        """The limits that the guest sets on its own process."""
        names = ("seconds", "memory", "disk", "processes")
        return {name: getattr(self, name) for name in names}


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
class SandboxPlan:
    """A Python module of `grader/sandbox/guest` to run in a fresh box.

    `folder` becomes the box's own disk: `work` (where the program starts), `tmp` and `home` below
    it can be written. `answers` tells that the program reads what `send` writes; otherwise its
    standard input is empty. `hidden` are paths that must not be visible whatever else is. Of
    `links` a plain box has only the relative way to them, such as `../content`.
    """

    folder: Path
    module: str
    arguments: tuple[str, ...]
    mounts: tuple[Mount, ...]
    limits: SandboxLimits
    python: Path
    hidden: tuple[Path, ...] = ()
    environ: tuple[tuple[str, str], ...] = ()
    answers: bool = False
    links: tuple[Link, ...] = ()


class Ending(str, Enum):
    """Why a box is no longer running."""

    EXITED = "exited"
    KILLED = "killed"
    OUT_OF_CPU_TIME = "out of CPU time"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TOO_MANY_PROCESSES = "too many processes"
    DISK_FULL = "disk full"
    TOO_MUCH_OUTPUT = "too much output"


@dataclass(frozen=True)
class Outcome:
    """How a box ended and what it used; sizes in bytes, `signal` is 0 unless it was killed.

    `seconds` is the wall time, `cpu_seconds` the CPU time of all processes on `cores` cores.
    """

    ending: Ending
    exit_code: int
    signal: int
    seconds: float
    peak_memory: int
    output: str
    output_bytes: int
    left_behind: int = 0
    limits: SandboxLimits | None = field(default=None, repr=False)
    cpu_seconds: float = 0.0
    cores: float = 1.0
