"""Build the command that isolates a sandbox with bubblewrap."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from grader.sandbox import own_user
from grader.sandbox.paths import ETC, HOME, INSIDE, PACKAGE, SYSTEM, inside_path, python_folders
from grader.sandbox.plan import SandboxKind
from grader.sandbox.usage import still_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from typing_extensions import Self

    from grader.sandbox.plan import SandboxPlan

GPU_DEVICES = ("nvidia*", "nvidia-caps/*", "dri", "kfd", "dxg")
CPUS = "/sys/devices/system/cpu"
SHARED_MEMORY = 2**30
TOP = "/practice"  # holds the package `sandbox`
OWN_FOLDERS = ("work", "tmp", "home")
LONGEST_INFO = 4096  # bytes
PAUSE = 0.002
USER = 1000  # in a user namespace
# The guest's wrapper needs these to become another user and to be readable; it drops them all.
FOR_WRAPPER = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_DAC_OVERRIDE")
# Readable by everyone on some kernels: the host's memory, keys, timers and schedules.
MASKED = ("kcore", "keys", "key-users", "kmsg", "latency_stats", "sched_debug", "timer_list")
OF_PROCESSES = ("self", "thread-self", "net", "mounts")


def missing() -> str | None:
    """Return why bubblewrap cannot be used on this machine, or None."""
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)"
    user = own_user.choose()
    trial = [program, *_namespaces(user), "--ro-bind", "/", "/", "--proc", "/proc"]
    trial += [*_guarded_proc(), "--dev", "/dev", *_shared_memory()]
    trial += ["--remount-ro", "/dev"]
    trial += ["--", *_as_user(user, sys.executable, PACKAGE.parent, ["/bin/true"])]
    if user is not None:
        trial = own_user.wrapped(trial, user)
    try:
        done = subprocess.run(trial, capture_output=True, timeout=20, check=False, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        return f"bubblewrap does not start: {error}"
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return (
            f"bubblewrap does not work on this machine: {said[-1] if said else 'no reason given'}"
        )
    return None


def accounts(user: int | None) -> tuple[str, str]:
    """Return /etc/passwd and /etc/group; `user` is None unless root starts the sandbox."""
    number = user or USER
    return f"learner:x:{number}:{number}::{HOME}:/bin/sh\n", f"learner:x:{number}:\n"


def prepare(plan: SandboxPlan, user: int | None) -> None:
    """Make the user of the sandbox the owner of its folders."""
    if user is not None:
        for mount in plan.mounts:
            (plan.folder / mount.place).parent.mkdir(parents=True, exist_ok=True)
        own_user.hand_over([str(plan.folder / name) for name in OWN_FOLDERS], user)


class FirstProcess:
    """The first process of a sandbox, which ends after all others of its namespace.

    Bubblewrap does not wait for it, and writes its process id to `descriptor`.
    """

    def __init__(self) -> None:
        self._info, self.descriptor = os.pipe()
        os.set_blocking(self._info, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._info)

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, as it does when bubblewrap has ended."""
        until = time.monotonic() + seconds
        with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
            first = psutil.Process(json.loads(os.read(self._info, LONGEST_INFO))["child-pid"])
            while still_runs(first) and time.monotonic() < until:
                time.sleep(PAUSE)


def command(
    plan: SandboxPlan, program: list[str], descriptors: Sequence[int], user: int | None
) -> list[str]:
    """Return the command: no network, no capabilities, and only the paths of the plan.

    The descriptors are those of the two account files and of the first process. The guest runs as
    `user` if root starts it, and otherwise as whoever starts it, in a user namespace.
    """
    program = _as_user(user, program[0], TOP, program)
    passwd_fd, group_fd, info_fd = descriptors
    sandbox = [
        # bubblewrap may not be on the PATH of the sandbox.
        shutil.which("bwrap") or "bwrap",
        *_namespaces(user),
        *("--info-fd", str(info_fd)),
        *("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev"),
        *_guarded_proc(),
        *_shared_memory(),
        *_gpus(),
        # By default the user of a sandbox can fill /dev with files, which are memory too.
        *("--remount-ro", "/dev"),
        *("--perms", "0644", "--ro-bind-data", str(passwd_fd), "/etc/passwd"),
        *("--perms", "0644", "--ro-bind-data", str(group_fd), "/etc/group"),
        *_own_folders(plan),
        *_links(plan),
        # After the sandbox's own /tmp: a virtual environment may lie in the host's /tmp.
        *_python(plan),
        *_hidden(plan),
        # The rest of the top folder is memory: read only, so that nobody fills it.
        *("--remount-ro", "/"),
        *("--chdir", TOP, "--", *program),
    ]
    if user is None:
        return own_user.ended_with_host(sandbox)
    installed = {str(path.resolve()) for path in (*python_folders(plan.python), PACKAGE)}
    data = {str(mount.source.resolve()) for mount in plan.mounts if not mount.writable}
    own = [str((plan.folder / name).resolve()) for name in OWN_FOLDERS]
    return own_user.wrapped(sandbox, user, installed, data - installed, own)


def _as_user(user: int | None, python: str, top: Path | str, program: list[str]) -> list[str]:
    """Return the program, run as the user; `top` is the folder that holds the package `sandbox`."""
    if user is None:
        return program
    code = f"import sys; sys.path.append({str(top)!r}); from sandbox.guest import become; "
    return [python, "-I", "-S", "-c", f"{code}become.main()", str(user), *program]


def _namespaces(user: int | None) -> Iterator[str]:
    if user is None:
        yield from ("--unshare-all", "--unshare-user", "--uid", str(USER), "--gid", str(USER))
    else:
        yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts")
        yield "--unshare-cgroup-try"
    yield from ("--cap-drop", "ALL")
    if user is not None:
        for capability in FOR_WRAPPER:
            yield from ("--cap-add", capability)


def _shared_memory() -> Iterator[str]:
    yield from ("--perms", "1777", "--size", str(SHARED_MEMORY), "--tmpfs", "/dev/shm")  # noqa: S108


def _guarded_proc() -> Iterator[str]:
    """Make everything in /proc read only except what belongs to a process."""
    for path in sorted(Path("/proc").iterdir()):
        if path.name.isdigit() or path.name in OF_PROCESSES or path.is_symlink():
            continue
        if path.name in MASKED:
            yield from ("--ro-bind", "/dev/null", str(path))
        elif path.is_dir() or path.stat().st_mode & 0o222:
            yield from ("--ro-bind", str(path), str(path))


def _system() -> Iterator[str]:
    for name in (*SYSTEM, *ETC):
        path = Path(name)
        if path.is_symlink() and path.parent == Path("/"):
            yield from ("--symlink", str(path.readlink()), name)
        elif path.exists():
            yield from _shown("--ro-bind", path.resolve(), name)
    yield from _shown("--ro-bind-try", CPUS, CPUS)


def _python(plan: SandboxPlan) -> Iterator[str]:
    for folder in _unless_below(python_folders(plan.python), map(Path, SYSTEM)):
        yield from _shown("--ro-bind", folder.resolve(), str(folder))


def _shown(how: str, source: Path | str, place: str) -> Iterator[str]:
    yield from _above(place)
    yield from (how, str(source), place)


def _above(place: str) -> Iterator[str]:
    """Make the folders above a path: those that bubblewrap makes are closed to other users."""
    for folder in reversed(Path(place).parents[:-1]):
        yield from ("--dir", str(folder))


def _unless_below(folders: Iterable[Path], tops: Iterable[Path]) -> list[Path]:
    tops = list(tops)
    return [f for f in folders if f not in tops and not any(top in f.parents for top in tops)]


def _gpus() -> Iterator[str]:
    devices = sorted({str(d) for pattern in GPU_DEVICES for d in Path("/dev").glob(pattern)})
    for device in devices:
        yield from ("--dev-bind-try", device, device)
    if devices:
        yield from ("--ro-bind-try", "/sys", "/sys")


def _own_folders(plan: SandboxPlan) -> Iterator[str]:
    yield from ("--bind", str(plan.folder / "work"), "/work")
    yield from ("--bind", str(plan.folder / "tmp"), "/tmp")  # noqa: S108  (the sandbox's own)
    yield from _shown("--bind", plan.folder / "home", HOME)
    for name in INSIDE:
        yield from _shown("--ro-bind", PACKAGE / name, f"{TOP}/sandbox/{name}")
    for mount in plan.mounts:
        how = "--bind" if mount.writable else "--ro-bind"
        place = inside_path(SandboxKind.ISOLATED, plan.folder, mount.place)
        yield from _shown(how, mount.source, place)


def _links(plan: SandboxPlan) -> Iterator[str]:
    """Yield links to the sandbox's folders; none whose path a Python installation uses."""
    shown = [folder for name in python_folders(plan.python) for folder in (name, *name.parents)]
    for link in plan.links:
        if Path(link.path) not in shown:
            yield from _above(link.path)
            yield from ("--symlink", inside_path(SandboxKind.ISOLATED, plan.folder, link.place))
            yield link.path


def _hidden(plan: SandboxPlan) -> Iterator[str]:
    """Hide the kit's own folders if a Python installation contains them."""
    shown = [*python_folders(plan.python), *(Path(name).resolve() for name in SYSTEM)]
    for path in plan.hidden:
        if path.is_dir() and any(top == path or top in path.parents for top in shown):
            yield from ("--tmpfs", str(path), "--remount-ro", str(path))
