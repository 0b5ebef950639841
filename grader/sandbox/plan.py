"""What a sandbox runs, and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEGABYTE = 10**6
WALL = 4  # how much longer a run may take on a busy machine


class SandboxKind(str, Enum):
    """How a sandbox is isolated: by bubblewrap, or by what the platform offers."""

    ISOLATED = "isolated"
    BASIC = "basic"


@dataclass(frozen=True)
class SandboxLimits:
    """Limits of one sandbox run, for all its processes together; sizes in bytes.

    `seconds` is CPU time on each granted core, so that a busy machine does not end a run. Wall time
    is limited to WALL times as much, and to `most_wall`.
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
    """A folder or file of the host that the sandbox can read, and write if `writable`.

    `place` is relative to the top of the sandbox, such as `work/data/rps`.
    """

    source: Path
    place: str
    writable: bool = False


@dataclass(frozen=True)
class Link:
    """Another path for a place of the sandbox, such as `/content` for `work`."""

    path: str
    place: str


@dataclass(frozen=True)
class SandboxPlan:
    """A Python module of `grader/sandbox/guest` to run in a new sandbox.

    `folder` becomes the disk of the sandbox: the program starts in `work`, and can write to `work`,
    `tmp` and `home`. With `answers` the program reads what `send` writes; otherwise its standard
    input is empty. `hidden` are paths that must never be visible. In a basic sandbox, `links` work
    only as relative paths, such as `../content`.
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
    """Why a sandbox is no longer running."""

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
    """How a sandbox ended and what it used; sizes in bytes, `signal` is 0 unless it was killed.

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
