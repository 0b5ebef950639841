"""Limits that a process sets on itself before anything untrusted runs; it cannot lift them."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys

from . import landlock


def close_off() -> None:
    """End with the grader, and where the box is a plain one, give up the paths it may not use."""
    _end_with_parent()
    fence = os.environ.pop("PRACTICE_FENCE", "")
    if fence:
        landlock.restrict(**json.loads(fence))


def apply(seconds: float, memory: int, disk: int, processes: int) -> None:
    """Set what the platform knows: CPU time, memory, file size, processes, core files.

    `memory` and `disk` in bytes. They are a second line behind the grader's own watch, which
    sees the whole box; so they stand a little above it and stop what is faster than a look.
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
        "RLIMIT_CPU": int(seconds * 64) + 60,
    }
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name in {"RLIMIT_NPROC", "RLIMIT_DATA"} and sys.platform != "linux"):
            continue
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)  # noqa: PLW2901
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(number, (value, value))


def _end_with_parent() -> None:
    """Ask Linux to kill this process when the grader is gone, however that ended."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
