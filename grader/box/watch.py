"""What a box uses at this moment: memory, processes, disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES = 300_000


@dataclass(frozen=True)
class Use:
    """Bytes of memory and number of processes of a process and all that descend from it."""

    memory: int
    processes: int


def family(pid: int) -> list[psutil.Process]:
    """A process and all its descendants that still run."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def measure(pid: int) -> Use:
    """Sum up a family; pages that its members share count once."""
    private = shared = 0
    members = family(pid)
    for process in members:
        try:
            memory = process.memory_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        common = getattr(memory, "shared", 0)
        private += memory.rss - common
        shared = max(shared, common)
    return Use(private + shared, len(members))


def disk_use(folder: Path) -> int:
    """Bytes that a tree takes up, links not followed; more files than MOST_FILES count as full."""
    total = files = 0
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if files > MOST_FILES:
                        return 2**63
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        status = entry.stat(follow_symlinks=False)
                        total += getattr(status, "st_blocks", status.st_size // 512) * 512
        except OSError:
            continue  # The program inside deletes while we look.
    return total
