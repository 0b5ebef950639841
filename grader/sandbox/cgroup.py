"""A bound on a box's processes that holds for root too, whom the usual limit does not bind.

https://docs.kernel.org/admin-guide/cgroup-v2.html#pid; the same files stand in version 1. The CPU
time of a box is read from a group too, where one can be made.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOPS = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))
CPU_TOP = Path("/sys/fs/cgroup/cpuacct")  # version 1 only
# The group counts threads, and is the last line only: the grader's own watch comes first.
THREADS_EACH, SPARE = 4, 1000
GONE_SECONDS = 5.0
ENTERED_SECONDS = 600.0  # A group that is older and empty will hold nothing any more.
ENTER = 'echo $$ > "$0/cgroup.procs"; exec "$@"'


@contextlib.contextmanager
def bounded(processes: int, name: str) -> Iterator[Path | None]:
    """A group that holds no more tasks than a box of so many processes needs; None for others.

    Other users than root are bound by RLIMIT_NPROC, and may make no groups.
    """
    group = None
    if _is_root():
        _sweep()
        group = _make(THREADS_EACH * processes + SPARE, name)
    try:
        yield group
    finally:
        if group is not None:
            _remove(group)


@contextlib.contextmanager
def metered(group: Path | None, name: str) -> Iterator[Path | None]:
    """A group that counts CPU time: the given one, or one of its own in version 1; None if none."""
    if not _is_root() or (group is not None and cpu_seconds(group) is not None):
        yield group
        return
    meter = CPU_TOP / f"practice-{name}"
    try:
        meter.mkdir()
    except OSError:
        yield None
        return
    try:
        yield meter
    finally:
        _remove(meter)


def cpu_seconds(group: Path) -> float | None:
    """The CPU time of all that ever ran in a group; None where the kernel does not count it."""
    try:
        if (group / "cpuacct.usage").exists():
            return int((group / "cpuacct.usage").read_text(encoding="ascii")) / 1e9
        words = (group / "cpu.stat").read_text(encoding="ascii").split()
        return int(words[words.index("usage_usec") + 1]) / 1e6
    except (OSError, ValueError, IndexError):
        return None


def within(group: Path | None, program: list[str]) -> list[str]:
    """The program's command, begun inside the group: nothing of it runs before it is there."""
    return program if group is None else ["/bin/sh", "-c", ENTER, str(group), *program]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _make(tasks: int, name: str) -> Path | None:
    for top in TOPS:
        group = top / f"practice-{name}"
        try:
            group.mkdir()
            # Only the kernel makes this file: where /sys/fs/cgroup is a tmpfs, no group was made.
            with (group / "pids.max").open("r+", encoding="ascii") as file:
                file.write(str(tasks))
        except OSError:
            with contextlib.suppress(OSError):
                group.rmdir()
        else:
            return group
    return None


def _remove(group: Path) -> None:
    """Kill what still runs in the group and remove it, which fails until the last one is gone."""
    until = time.monotonic() + GONE_SECONDS
    while group.exists() and time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            for process in (group / "cgroup.procs").read_text(encoding="ascii").split():
                if int(process) > 0:  # 0 stands for one that this process cannot name.
                    os.kill(int(process), signal.SIGKILL)
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.01)


def _sweep() -> None:
    """Remove the groups that killed runs left behind."""
    for group in (group for top in (*TOPS, CPU_TOP) for group in top.glob("practice-*")):
        with contextlib.suppress(OSError):
            if time.time() - group.stat().st_mtime > ENTERED_SECONDS:
                group.rmdir()
