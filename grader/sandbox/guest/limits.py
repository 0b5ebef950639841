"""Limits that a process sets on itself before anything untrusted runs; it cannot lift them.

Run as a program, exits 0 where a basic sandbox can be closed.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import struct
import sys

from . import landlock

# See prctl(2) and capset(2).
_NO_NEW_PRIVS, _DROP_FROM_BOUNDING_SET = 38, 24
_CAPABILITIES_VERSION_3 = 0x20080522


def close_off() -> None:
    """End with the grader, and where the box is a plain one, give up the paths it may not use.

    Exits where the kernel refuses: the program must not start without its fence.
    """
    _end_with_parent()
    fence = os.environ.pop("PRACTICE_FENCE", "")
    if fence:
        reason = _fence_off(**json.loads(fence))
        if reason:
            sys.exit(f"the basic sandbox cannot be closed: {reason}")


def _fence_off(read: list[str], write: list[str]) -> str:
    """Give up capabilities and all paths but these; return what failed, or nothing."""
    if not _drop_capabilities():
        return "root keeps capabilities that it cannot drop"
    if not landlock.restrict(read, write):
        return "Landlock refused the rules"
    return ""


def _drop_capabilities() -> bool:
    """Give up all of root's privileges for good; whether none is left."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    for number in range(64):
        libc.prctl(_DROP_FROM_BOUNDING_SET, number, 0, 0, 0)
    header = struct.pack("=Ii", _CAPABILITIES_VERSION_3, 0)
    libc.capset(header, struct.pack("=6I", *[0] * 6))  # Clears the ambient set too.
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
        status = dict(line.split(":\t", 1) for line in file if ":\t" in line)
    # What is left in root's bounding set comes back with the next program that root starts.
    kept = ("CapInh", "CapPrm", "CapEff", "CapAmb", *(("CapBnd",) if 0 in os.getresuid() else ()))
    return int(status["NoNewPrivs"]) == 1 and not any(int(status[name], 16) for name in kept)


def apply(seconds: float, memory: int, disk: int, processes: int) -> None:
    """Set what the platform knows: CPU time, memory, file size, processes, core files.

    `seconds` of CPU time on each core, `memory` and `disk` in bytes. They are a second line behind
    the grader's own watch, which sees the whole box; so they stand a little above it and stop what
    is faster than a look.
    """
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": disk,
        # Address space is no measure here: GPU drivers reserve terabytes that they never touch.
        "RLIMIT_DATA": 2 * memory + 4 * 10**9,
        # A thread counts as a process, and TensorFlow starts one a core and more.
        "RLIMIT_NPROC": processes + 512,
        "RLIMIT_CPU": int(seconds * _cores()) + 60,
    }
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name in {"RLIMIT_NPROC", "RLIMIT_DATA"} and sys.platform != "linux"):
            continue
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)  # noqa: PLW2901
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(number, (value, value))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end_with_parent() -> None:
    """Ask Linux to kill this process when the grader is gone, however that ended."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(_fence_off(["/"], []) or 0)
