"""What a box uses at this moment: memory, CPU time, processes, disk."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from grader.sandbox import supervisor
from grader.sandbox.folder_tree import walk

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES = 300_000


@dataclass(frozen=True)
class Use:
    """Memory in bytes and number of processes of a process and all that descend from it.

    `cpu` is their CPU time in seconds, with that of children that were waited for.
    """

    memory: int
    processes: int
    cpu: float = 0.0


def family(pid: int, most: int) -> list[psutil.Process]:
    """A process and its descendants that still run, no more than `most`.

    A box that forks without end must not cost the watch more time than any other.
    """
    found: list[psutil.Process] = []
    children_of = supervisor.children_lister() if sys.platform == "linux" else _children
    waiting = [pid]
    while waiting and len(found) < most:
        current = waiting.pop()
        with contextlib.suppress(psutil.Error):
            found.append(psutil.Process(current))
        waiting += children_of(current)
    return found


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children()]
    except psutil.Error:
        return []


def measure(pid: int, memory_limit: int, process_limit: int) -> Use:
    """Sum up a family; of one that is too large only its number, which is then above the limit.

    Pages that forked members share count once where it matters: to tell which they are takes the
    kernel long, so it is asked above `memory_limit` only.
    """
    private = shared = 0
    cpu = 0.0
    members = family(pid, process_limit + 1)
    if len(members) > process_limit:
        return Use(0, len(members))
    # Parents come before their children: one that is waited for meanwhile never counts twice.
    for process in members:
        try:
            cpu += sum(process.cpu_times()[:4])  # its own, and that of children it waited for
            used = process.memory_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        common = getattr(used, "shared", 0)
        private += used.rss - common
        shared = max(shared, common)
    memory = private + shared
    if memory > memory_limit and len(members) > 1:
        memory = _proportional(members) or memory
    return Use(memory, len(members), cpu)


def _proportional(members: list[psutil.Process]) -> int:
    """The sum of what is each member's share of its pages; 0 where the system cannot tell."""
    total = 0
    for process in members:
        with contextlib.suppress(psutil.Error):
            total += getattr(process.memory_full_info(), "pss", 0)
    return total


def still_runs(process: psutil.Process) -> bool:
    """Whether a process runs; one that only waits for init to take note of its end does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def unlinked_use(pid: int, most: int) -> int:
    """Bytes of the files that a family holds open although they have no name any more.

    Files in memory are such files too. Other systems than Linux do not tell.
    """
    sizes: dict[tuple[int, int], int] = {}
    for process in family(pid, most):
        with contextlib.suppress(OSError), os.scandir(f"/proc/{process.pid}/fd") as descriptors:
            for each in descriptors:
                with contextlib.suppress(OSError):
                    status = each.stat()
                    if not status.st_nlink and stat.S_ISREG(status.st_mode):
                        sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())


def disk_use(folder: Path) -> int:
    """Bytes that a tree takes up, links not followed; more files than MOST_FILES count as full."""
    total = 0
    for files, entry in enumerate(walk(folder), 1):
        if files > MOST_FILES:
            return 2**63
        with contextlib.suppress(OSError):  # The program inside deletes while we look.
            if not entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                total += getattr(status, "st_blocks", status.st_size // 512) * 512
    return total
