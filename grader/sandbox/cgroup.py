"""Control groups: limit the processes of a sandbox, also those of root, and meter CPU time.

Root is exempt from RLIMIT_NPROC. https://docs.kernel.org/admin-guide/cgroup-v2.html#pid; version 1
has the same files.
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
# The group counts threads, and is a second line of defence: the host measures processes itself.
THREADS_EACH, SPARE = 4, 1000
GONE_SECONDS = 5.0
ENTERED_SECONDS = 600.0  # An empty group that is older will not be entered any more.
ENTER = 'echo $$ > "$0/cgroup.procs"; exec "$@"'


@contextlib.contextmanager
def bounded(processes: int, name: str) -> Iterator[Path | None]:
    """Yield a group that limits the number of tasks; None unless root starts the sandbox.

    RLIMIT_NPROC limits other users, who cannot make groups.
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
    """Yield a group that counts CPU time: the given one, or another in version 1; else None."""
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
    """Return the CPU time of all processes of a group; None if the kernel does not count it."""
    try:
        if (group / "cpuacct.usage").exists():
            return int((group / "cpuacct.usage").read_text(encoding="ascii")) / 1e9
        words = (group / "cpu.stat").read_text(encoding="ascii").split()
        return int(words[words.index("usage_usec") + 1]) / 1e6
    except (OSError, ValueError, IndexError):
        return None


def within(group: Path | None, program: list[str]) -> list[str]:
    """Return the command, started inside the group."""
    return program if group is None else ["/bin/sh", "-c", ENTER, str(group), *program]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _make(tasks: int, name: str) -> Path | None:
    for top in TOPS:
        group = top / f"practice-{name}"
        try:
            group.mkdir()
            # Only the kernel makes this file: on a tmpfs no group was made.
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
                if int(process) > 0:  # 0 is a process that this one cannot see.
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
