"""The time that an exam has run, by the world's clock and the machine's own: the stricter counts.

The world's clock (UTC) goes on while the machine is off, but can be set. The time since the machine
was started cannot, but begins anew with each start. So the latest moment that was seen is kept: at
the next start at least that much has passed, and the time since the start comes on top. On another
machine, which shares this one's home, the time since its start tells nothing of the exam.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
MACHINE_ID = Path("/etc/machine-id")
UPTIME = Path("/proc/uptime")
# Clocks that differ by less are in step: NTP moves the world's clock by a little now and then.
IN_STEP = 60.0


@dataclass(frozen=True)
class Instant:
    """A moment by both clocks: `utc` in seconds since 1970, `since_boot` in seconds.

    `boot` names the start of the machine that `since_boot` counts from, empty where unknown; the
    machine's own name stands before it, where that is known: `MACHINE:START`.
    """

    utc: float
    boot: str
    since_boot: float


@dataclass(frozen=True)
class Mark:
    """The latest moment of an exam that was seen, and the seconds of it that had passed then."""

    boot: str
    since_boot: float
    elapsed: float


def now() -> Instant:
    """Look at both clocks. Sleep of the machine counts as time that passes."""
    return Instant(time.time(), _boot(), _since_boot())


def elapsed(started: float, mark: Mark, at: Instant) -> float:
    """Seconds of an exam that have passed for certain, by a clock that nobody can set.

    Where the machine was started anew since the mark, the world's clock may add the time that it
    was off. `started` is the exam's begin in UTC, in seconds since 1970.
    """
    (here, start), (there, since) = _parts(at.boot), _parts(mark.boot)
    # A known start has not been left; another process may have kept its moment just after `at`.
    if start == since and (start or at.since_boot >= mark.since_boot):
        return mark.elapsed + max(0.0, at.since_boot - mark.since_boot)
    is_elsewhere = bool(here and there and here != there)
    return max(mark.elapsed + (0.0 if is_elsewhere else at.since_boot), at.utc - started)


def strictest(started: float, mark: Mark, at: Instant) -> float:
    """Seconds that have passed by the clock that is ahead: these count."""
    return max(elapsed(started, mark, at), at.utc - started)


def out_of_step(started: float, mark: Mark, at: Instant) -> float:
    """Seconds that the world's clock has been set by: forward above 0, back below; 0 if little."""
    difference = (at.utc - started) - elapsed(started, mark, at)
    return difference if abs(difference) > IN_STEP else 0.0


def _parts(boot: str) -> tuple[str, str]:
    """The names of a machine and of its start; earlier kits kept the start's alone."""
    machine, _, start = boot.rpartition(":")
    return machine, start


def _boot() -> str:
    if BOOT_ID.is_file():
        start = BOOT_ID.read_text(encoding="ascii").strip()
        machine = MACHINE_ID.read_text("ascii", "replace").strip() if MACHINE_ID.is_file() else ""
        return f"{machine}:{start}" if machine else start
    if sys.platform == "darwin":
        told = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"],
            capture_output=True,
            text=True,
            check=False,
        )
        return told.stdout.strip()
    return ""


def _since_boot() -> float:
    # On Linux `time.monotonic` stands still while the machine sleeps; this file does not.
    if UPTIME.is_file():
        return float(UPTIME.read_text(encoding="ascii").split()[0])
    if sys.platform == "darwin":
        # There too `time.monotonic` stands still; this one does not, and cannot be set.
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()
