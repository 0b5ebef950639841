"""A sandbox without bubblewrap: a folder, and the limits that the platform offers.

On Linux, Landlock stops the program from writing outside its folder and from reading what the plan
does not show. Without Landlock the sandbox only stops mistakes, and warns about it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

import psutil

from grader.sandbox import supervisor
from grader.sandbox.conventions import WORK_VARIABLE
from grader.sandbox.paths import ETC, INSIDE, PACKAGE, SYSTEM, python_folders

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.plan import SandboxPlan

SUPERVISES = sys.platform == "linux"  # On other systems orphans go to the first process.

# What Python and its libraries open besides their own folders.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm")  # noqa: S108
PROCESS = ("self", "cpuinfo", "meminfo", "stat", "version", "filesystems", "sys/vm", "sys/kernel")
READABLE = (
    *(*SYSTEM, *ETC, "/sys", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"),
    *(f"/proc/{name}" for name in PROCESS),
)
WRITABLE_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/shm")  # noqa: S108


@lru_cache(maxsize=1)
def fences() -> bool:
    """Whether this machine can confine a program to its folder."""
    if sys.platform != "linux":
        return False
    trial = [sys.executable, "-s", "-E", "-m", "sandbox.guest.limits"]
    asked = subprocess.run(trial, cwd=PACKAGE.parent, capture_output=True, check=False)
    return asked.returncode == 0


def refusal(*, fenced: bool) -> str | None:
    """Return why the basic sandbox must not be used here, or None."""
    if not fenced and hasattr(os, "geteuid") and os.geteuid() == 0:
        return (
            "you are root, and without bubblewrap nothing here keeps a submission from "
            "deleting the whole machine: install bubblewrap, or use another account"
        )
    return None


def warning(*, fenced: bool) -> str:
    """Return what the basic sandbox does not prevent."""
    if fenced:
        return (
            "without bubblewrap a submission can use the network, connect to Unix sockets such as "
            "Docker's, read and change your files in /dev/shm, and change permissions and dates of "
            "your files: run only files you trust"
        )
    return (
        "without bubblewrap a submission can read and change your files and use the network: "
        "run only files you trust"
    )


def prepare(plan: SandboxPlan) -> None:
    """Copy into the sandbox's folder what bubblewrap would mount, so that originals stay safe."""
    for name in INSIDE:
        _copy(PACKAGE / name, plan.folder / "practice" / "sandbox" / name)
    for mount in plan.mounts:
        target = plan.folder / mount.place
        if mount.writable:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(mount.source, target_is_directory=mount.source.is_dir())
        else:
            _copy(mount.source, target)
    for link in plan.links:
        path = plan.folder / link.path.strip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(plan.folder / link.place, target_is_directory=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def fence(plan: SandboxPlan) -> dict[str, list[str]] | None:
    """Return the paths that the program may read and write; None without Landlock."""
    if not fences():
        return None
    readable = [*READABLE, *DEVICES, *(str(f) for f in python_folders(plan.python))]
    own = [str(plan.folder / name) for name in ("work", "tmp", "home")]
    shown = [str(plan.folder)]
    return {"read": [*readable, *shown], "write": [*own, *WRITABLE_DEVICES]}


def orphans(folder: os.PathLike[str]) -> list[psutil.Process]:
    """Return the processes that have this sandbox's folder in their environment.

    For systems without a supervisor.
    """
    mark = os.path.join(folder, "work")  # noqa: PTH118
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(WORK_VARIABLE) == mark:
                found.append(process)
    return found


class Supervision:
    """The supervisor of one basic sandbox, as the host sees it; Linux only.

    The program has the user id of the supervisor. Where the kernel lets it kill the supervisor,
    the orphans become children of the host, which kills them too.
    """

    _live: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        supervisor.adopt_orphans()
        self._spared = set(supervisor.children_lister()(os.getpid()))
        self._report, self.descriptor = os.pipe()
        self._pid = self._left_behind = 0

    def command(self, program: list[str]) -> list[str]:
        """Return the command that runs the program under a supervisor."""
        script = [sys.executable, "-I", "-S", supervisor.__file__]
        return [*script, str(os.getpid()), str(self.descriptor), *program]

    def begin(self, pid: int) -> None:
        """Note the process that runs the command."""
        self._pid = pid
        self._live.add(pid)

    def end(self, seconds: float) -> int:
        """Kill what outlived the supervisor; return how many processes it found left behind."""
        supervisor.end_adopted(self._spared | self._live, seconds)
        count = os.read(self._report, 20)  # Does not block: no process has the other end open.
        self._left_behind = int(count or self._left_behind)
        return self._left_behind

    def close(self) -> None:
        """Close the pipe to the supervisor."""
        self._live.discard(self._pid)
        os.close(self._report)
