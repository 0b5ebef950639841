"""Measure the time of an exam by two clocks; the stricter one counts.

The wall clock (UTC) runs while the machine is off, but a user can set it. The boot clock (time
since boot) cannot be set, but restarts at each boot. So the latest instant is stored: after a
reboot at least that much time has passed, plus the time since that boot. On another machine with
the same home folder, the time since its boot says nothing about the exam.
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
# NTP moves the wall clock by less than this.
TOLERANCE = 60.0


@dataclass(frozen=True)
class Instant:
    """An instant by both clocks: `utc` in seconds since 1970, `since_boot` in seconds.

    `boot` identifies the boot that `since_boot` counts from, as `MACHINE:BOOT` or `BOOT`; empty if
    unknown.
    """

    utc: float
    boot: str
    since_boot: float


@dataclass(frozen=True)
class LastSeen:
    """The latest stored instant of an exam, and the seconds of the exam that had passed then."""

    boot: str
    since_boot: float
    elapsed: float


def now() -> Instant:
    """Read both clocks. Time while the machine sleeps counts."""
    return Instant(time.time(), _boot(), _since_boot())


def elapsed(started: float, last: LastSeen, at: Instant) -> float:
    """Return the seconds of an exam that have certainly passed, by the boot clock.

    After a reboot since `last`, the wall clock may add the time that the machine was off. `started`
    is the start of the exam in UTC, in seconds since 1970.
    """
    (machine, boot), (last_machine, last_boot) = _parts(at.boot), _parts(last.boot)
    # Same boot; another process may have stored an instant just after `at`.
    if boot == last_boot and (boot or at.since_boot >= last.since_boot):
        return last.elapsed + max(0.0, at.since_boot - last.since_boot)
    is_elsewhere = bool(machine and last_machine and machine != last_machine)
    return max(last.elapsed + (0.0 if is_elsewhere else at.since_boot), at.utc - started)


def strict_elapsed(started: float, last: LastSeen, at: Instant) -> float:
    """Return the seconds that have passed by the clock that is ahead."""
    return max(elapsed(started, last, at), at.utc - started)


def clock_change(started: float, last: LastSeen, at: Instant) -> float:
    """Return by how many seconds the wall clock was set, negative for back; 0 within TOLERANCE."""
    difference = (at.utc - started) - elapsed(started, last, at)
    return difference if abs(difference) > TOLERANCE else 0.0


def _parts(boot: str) -> tuple[str, str]:
    """Return the ids of a machine and of its boot; earlier versions stored the boot only."""
    machine, _, boot_id = boot.rpartition(":")
    return machine, boot_id


def _boot() -> str:
    if BOOT_ID.is_file():
        boot = BOOT_ID.read_text(encoding="ascii").strip()
        machine = MACHINE_ID.read_text("ascii", "replace").strip() if MACHINE_ID.is_file() else ""
        return f"{machine}:{boot}" if machine else boot
    if sys.platform == "darwin":
        result = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"],
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout.strip()
    return ""


def _since_boot() -> float:
    # On Linux `time.monotonic` stops while the machine sleeps; this file does not.
    if UPTIME.is_file():
        return float(UPTIME.read_text(encoding="ascii").split()[0])
    if sys.platform == "darwin":
        # `time.monotonic` stops there too; this clock does not, and it cannot be set.
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()
