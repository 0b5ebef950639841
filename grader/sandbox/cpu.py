"""Count the cores that this process may use: by affinity and by quotas of control groups."""

from __future__ import annotations

import os
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")


def cores_granted() -> float:
    """Return how many cores may work at once; less than 1 where a quota grants less."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min([float(cores), *_quotas(Path("/proc/self/cgroup"), GROUPS)])


def _quotas(listing: Path, top: Path) -> list[float]:
    """Return the quotas, in cores, of this process's groups and of their parents."""
    found = []
    try:
        lines = listing.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    for line in lines:
        _, names, path = line.split(":", 2)
        if names and "cpu" not in names.split(","):
            continue
        mount = top / "cpu" if names else top
        group = mount / path.strip("/")
        # In a container the path may be the host's: then only the top exists.
        folders = [group, *group.parents[: len(group.parts) - len(mount.parts)]]
        found += [quota for folder in folders if (quota := _quota(folder, is_old=bool(names)))]
    return found


def _quota(group: Path, *, is_old: bool) -> float | None:
    """Return the quota of a group in cores; None if there is none.

    https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu; version 1 has two files.
    """
    names = ("cpu.cfs_quota_us", "cpu.cfs_period_us") if is_old else ("cpu.max",)
    try:
        words = " ".join((group / name).read_text(encoding="ascii") for name in names).split()
        quota, period = int(words[0]), int(words[1])
    except (OSError, ValueError, IndexError):
        return None  # "max": no bound.
    return quota / period if quota > 0 and period > 0 else None
