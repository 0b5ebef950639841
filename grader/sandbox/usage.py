"""Measure what a sandbox uses now: memory, CPU time, processes, disk."""

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
    """Memory in bytes and number of processes of a process and all its descendants.

    `cpu` is their CPU time in seconds, with that of children that ended.
    """

    memory: int
    processes: int
    cpu: float = 0.0


def family(pid: int, most: int) -> list[psutil.Process]:
    """Return a process and its running descendants, at most `most`.

    A sandbox that forks without end must not take longer to measure than any other.
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
    """Measure a family; for one above `process_limit` only the number of its processes.

    Above `memory_limit`, pages that forked members share count once. The kernel takes long to
    find them, so below it they do not matter.
    """
    private = shared = 0
    cpu = 0.0
    members = family(pid, process_limit + 1)
    if len(members) > process_limit:
        return Use(0, len(members))
    # Parents come before children, so that a child that ends meanwhile never counts twice.
    for process in members:
        try:
            cpu += sum(process.cpu_times()[:4])  # with that of children that ended
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
    """Return the proportional memory of all members; 0 if the system does not report it."""
    total = 0
    for process in members:
        with contextlib.suppress(psutil.Error):
            total += getattr(process.memory_full_info(), "pss", 0)
    return total


def still_runs(process: psutil.Process) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def unlinked_use(pid: int, most: int) -> int:
    """Return the bytes of deleted files that a family holds open, in-memory files included.

    0 on systems other than Linux.
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
    """Return the bytes of a tree without following links; above MOST_FILES files it is full."""
    total = 0
    for files, entry in enumerate(walk(folder), 1):
        if files > MOST_FILES:
            return 2**63
        with contextlib.suppress(OSError):  # The program may delete it meanwhile.
            if not entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                total += getattr(status, "st_blocks", status.st_size // 512) * 512
    return total
