"""The command line that closes a box off with bubblewrap."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from grader.box.paths import ETC, HOME, INSIDE, SYSTEM, inside_path, python_folders
from grader.box.plan import BoxKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.box.plan import BoxPlan

GPU_DEVICES = ("nvidia*", "nvidia-caps/*", "dri", "kfd", "dxg")
SHARED_MEMORY = 2**30
ACCOUNTS = "learner:x:1000:1000::/home/learner:/bin/sh\n"
GROUPS = "learner:x:1000:\n"


def missing() -> str | None:
    """Why bubblewrap cannot be used on this machine; None where it can."""
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)"
    trial = [program, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "/bin/true"]
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


def command(plan: BoxPlan, program: list[str], passwd_fd: int, group_fd: int) -> list[str]:
    """The whole command: a new user, no network, no capability, only what the plan names."""
    return [
        "bwrap",
        *("--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "box"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(SHARED_MEMORY), "--tmpfs", "/dev/shm"),  # noqa: S108  (the box's own)
        *_gpus(),
        *("--ro-bind-data", str(passwd_fd), "/etc/passwd"),
        *("--ro-bind-data", str(group_fd), "/etc/group"),
        *_own_folders(plan),
        *_links(plan),
        # After the box's own /tmp: a virtual environment may lie in the real one.
        *_python(plan),
        *_hidden(plan),
        # What is left of the top folder is memory: closed, so that nobody fills it.
        *("--remount-ro", "/"),
        *("--chdir", "/practice", "--", *program),
    ]


def _system() -> Iterator[str]:
    for name in (*SYSTEM, *ETC):
        path = Path(name)
        if path.is_symlink() and path.parent == Path("/"):
            yield from ("--symlink", str(path.readlink()), name)
        elif path.exists():
            yield from ("--ro-bind", str(path.resolve()), name)
    yield from ("--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu")


def _python(plan: BoxPlan) -> Iterator[str]:
    for folder in _unless_below(python_folders(plan.python), map(Path, SYSTEM)):
        yield from ("--ro-bind", str(folder.resolve()), str(folder))


def _unless_below(folders: Iterable[Path], tops: Iterable[Path]) -> list[Path]:
    tops = list(tops)
    return [f for f in folders if f not in tops and not any(top in f.parents for top in tops)]


def _gpus() -> Iterator[str]:
    devices = sorted({str(d) for pattern in GPU_DEVICES for d in Path("/dev").glob(pattern)})
    for device in devices:
        yield from ("--dev-bind-try", device, device)
    if devices:
        yield from ("--ro-bind-try", "/sys", "/sys")


def _own_folders(plan: BoxPlan) -> Iterator[str]:
    yield from ("--bind", str(plan.folder / "work"), "/work")
    yield from ("--bind", str(plan.folder / "tmp"), "/tmp")  # noqa: S108  (the box's own)
    yield from ("--bind", str(plan.folder / "home"), HOME)
    yield from ("--ro-bind", str(INSIDE), "/practice/inside")
    for mount in plan.mounts:
        how = "--bind" if mount.writable else "--ro-bind"
        place = inside_path(BoxKind.BUBBLEWRAP, plan.folder, mount.place)
        yield from (how, str(mount.source), place)


def _links(plan: BoxPlan) -> Iterator[str]:
    """Links to the box's own folders; none where a Python installation lies below its path."""
    shown = [folder for name in python_folders(plan.python) for folder in (name, *name.parents)]
    for link in plan.links:
        if Path(link.path) not in shown:
            yield from ("--symlink", inside_path(BoxKind.BUBBLEWRAP, plan.folder, link.place))
            yield link.path


def _hidden(plan: BoxPlan) -> Iterator[str]:
    """Cover the kit's own folders where they lie within what a Python installation shows."""
    shown = [*python_folders(plan.python), *(Path(name).resolve() for name in SYSTEM)]
    for path in plan.hidden:
        if path.is_dir() and any(top == path or top in path.parents for top in shown):
            yield from ("--tmpfs", str(path), "--remount-ro", str(path))
