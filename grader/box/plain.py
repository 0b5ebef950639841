"""A box without bubblewrap: a folder of its own and the limits that the platform gives.

On Linux, Landlock keeps its program from writing outside of its folder and from reading what the
plan does not show. Where there is no Landlock, it holds an honest submission only, and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from grader.box.paths import ETC, INSIDE, SYSTEM, python_folders

if TYPE_CHECKING:
    from grader.box.plan import BoxPlan

# What Python and its libraries open beside their own folders.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm")  # noqa: S108
PROCESS = ("self", "cpuinfo", "meminfo", "stat", "version", "filesystems", "sys/vm", "sys/kernel")
READABLE = (
    *(*SYSTEM, *ETC, "/sys", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"),
    *(f"/proc/{name}" for name in PROCESS),
)
WRITABLE_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/shm")  # noqa: S108


def fences() -> bool:
    """Whether this machine can keep a plain box's program within its folder."""
    if sys.platform != "linux":
        return False
    asked = subprocess.run(
        [sys.executable, "-I", str(INSIDE / "landlock.py")], capture_output=True, check=False
    )
    return asked.returncode == 0


def refusal(*, fenced: bool) -> str | None:
    """Why a plain box must not be used here at all; None where it may be."""
    if not fenced and hasattr(os, "geteuid") and os.geteuid() == 0:
        return (
            "you are root, and without bubblewrap nothing here keeps a submission from "
            "deleting the whole machine: install bubblewrap, or use another account"
        )
    return None


def warning(*, fenced: bool) -> str:
    """What a plain box does not keep out."""
    if fenced:
        return "without bubblewrap a submission can use the network: run only files you trust"
    return (
        "without bubblewrap a submission can read and change your files and use the network: "
        "run only files you trust"
    )


def furnish(plan: BoxPlan) -> None:
    """Copy into the box's folder what bubblewrap would mount: the originals stay out of reach."""
    shutil.copytree(INSIDE, plan.folder / "practice" / "inside", dirs_exist_ok=True)
    for mount in plan.mounts:
        target = plan.folder / mount.place
        target.parent.mkdir(parents=True, exist_ok=True)
        if mount.writable:
            target.symlink_to(mount.source, target_is_directory=mount.source.is_dir())
        elif mount.source.is_dir():
            shutil.copytree(mount.source, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(mount.source, target)
    for link in plan.links:
        path = plan.folder / link.path.strip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(plan.folder / link.place, target_is_directory=True)


def fence(plan: BoxPlan) -> dict[str, list[str]]:
    """The paths that the program in a plain box may read, and those that it may write."""
    readable = [*READABLE, *DEVICES, *(str(f) for f in python_folders(plan.python))]
    own = [str(plan.folder / name) for name in ("work", "tmp", "home")]
    shown = [str(plan.folder)]
    return {"read": [*readable, *shown], "write": [*own, *WRITABLE_DEVICES]}
