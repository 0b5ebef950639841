"""Set limits on this process before untrusted code runs; they cannot be lifted.

As a program, exit with 0 if a basic sandbox can be closed.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys

from ..conventions import FENCE_VARIABLE
from . import capabilities, landlock


def close_off() -> None:
    """End with the host, and in a basic sandbox give up all paths that are not allowed.

    Exits if the kernel refuses: the program must not run outside its sandbox.
    """
    _end_with_parent()
    fence = os.environ.pop(FENCE_VARIABLE, "")
    if fence:
        reason = _fence_off(**json.loads(fence))
        if reason:
            sys.exit(f"the basic sandbox cannot be closed: {reason}")


def _fence_off(read: list[str], write: list[str]) -> str:
    """Give up capabilities and all paths but these; return what failed, or ""."""
    capabilities.renounce()
    capabilities.drop()
    # Root gets back what is left in its bounding set with the next program that it starts.
    held = capabilities.held(capabilities.process_status(), bounding=0 in os.getresuid())
    if held:
        return f"root keeps capabilities that it cannot drop ({held})"
    if not landlock.restrict(read, write):
        return "Landlock refused the rules"
    return ""


def apply(seconds: float, memory: int, disk: int, processes: int) -> None:
    """Limit CPU time, memory, file size, processes and core files, as the platform allows.

    `seconds` is CPU time on each core; `memory` and `disk` are in bytes. The host measures the
    sandbox too; these limits are a little higher, and stop what is faster than its measurements.
    """
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": disk,
        # Not the address space: GPU drivers reserve terabytes that they never use.
        "RLIMIT_DATA": 2 * memory + 4 * 10**9,
        # A thread counts as a process, and TensorFlow starts at least one on each core.
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
    """Ask Linux to kill this process when the host process ends."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(_fence_off(["/"], []) or 0)
