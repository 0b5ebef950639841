"""A separate user for a sandbox that root starts, and the exec wrapper that shows files to it.

In a user namespace root's guest would stay root for checks of the real uid, such as /proc/sys.
The wrapper is started by its path, in its own mount namespace, and imports nothing of the kit.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import json
import os
import signal
import stat
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Above the ids that sssd assigns by default, below those of systemd; no account has them.
FIRST, SPAN = 2_050_000_000, 1 << 26
# Containers often map only the first 65,536 ids; systemd assigns these to transient services.
FIRST_IN_CONTAINER, SPAN_IN_CONTAINER = 61_184, 1 << 12
AT_ONCE = 16  # sandboxes of one process

_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442  # the same on every architecture
_HERE, _EMPTY_PATH, _RECURSIVE, _CLONE = -100, 0x1000, 0x8000, 1
_MOVE_EMPTY_PATH = 4
_NEW_MOUNTS, _NEW_USER = 0x20000, 0x10000000
_SLAVE = (1 << 19) | 0x4000  # recursive
_IDMAP = 0x100000
_PARENT_DEATH_SIGNAL = 1  # of prctl(2); execve keeps it
_NEXT_PROFILE = "/proc/self/attr/apparmor/exec"
_LISTED = stat.S_IROTH | stat.S_IXOTH

_numbers = itertools.count()


def choose() -> int | None:
    """Return a user id that owns nothing; None where this process is not root.

    No two running sandboxes of this machine share one: it comes from the number of this process.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    number = os.getpid() * AT_ONCE + next(_numbers) % AT_ONCE
    for first, span in ((FIRST, SPAN), (FIRST_IN_CONTAINER, SPAN_IN_CONTAINER)):
        if all(_is_mapped(first, span, kind) for kind in ("uid", "gid")):
            return first + number % span
    # Root of a namespace with one id: an ordinary user outside of it.
    return None


def _is_mapped(first: int, span: int, kind: str) -> bool:
    try:
        with open(f"/proc/self/{kind}_map", encoding="ascii") as file:  # noqa: PTH123
            rows = [[int(number) for number in line.split()] for line in file]
    except FileNotFoundError:  # A kernel without user namespaces maps nothing.
        return True
    return any(inside <= first and first + span <= inside + count for inside, _, count in rows)


def hand_over(folders: Iterable[str], user: int) -> None:
    """Make the user the owner of these folders and of all that they hold."""
    # chown follows no links, and works at any depth.
    subprocess.run(["/bin/chown", "-hR", f"{user}:{user}", "--", *folders], check=True)


def wrapped(
    command: list[str],
    user: int,
    installed: Iterable[str] = (),
    data: Iterable[str] = (),
    own: Iterable[str] = (),
) -> list[str]:
    """Return the command, run where the user can read these paths, whatever their modes are.

    The modes of `data` may be changed, those of `installed` may not. The user owns `own` already.
    """
    paths = {"installed": sorted(installed), "data": sorted(data), "own": sorted(own)}
    return ended_with_host(command, {"user": user, **paths})


def ended_with_host(command: list[str], task: dict[str, object] | None = None) -> list[str]:
    """Return the command, which ends when this process ends; `task` is for another user."""
    words = json.dumps({"host": os.getpid(), "task": task})
    return [sys.executable, "-I", "-S", __file__, words, *command]


def main() -> None:
    """Show the paths to the other user, if there is one, and become the command."""
    words = json.loads(sys.argv[1])
    _end_with(words["host"])
    if words["task"] is not None:
        _prepare(words["task"])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606


def _prepare(task: dict[str, Any]) -> None:
    """Let the user read all paths of the task, and reopen its pipes."""
    user, installed, data = task["user"], task["installed"], task["data"]
    for descriptor in _pipes():
        # Programs reopen a pipe by its name, such as /dev/stdout.
        os.fchown(descriptor, user, user)
    shown = _show([*installed, *data], task["own"], user)
    closed = [path for path in data if path not in shown]
    if closed:
        subprocess.run(["/bin/chmod", "-R", "o+rX", "--", *closed], check=True)
    for path in installed:
        found = None if path in shown else unreadable(path)
        if found is not None:
            sys.exit(
                f"only root can read {found}, and this file system cannot show it to the sandbox's "
                f"own user: run `chmod -R o+rX {path}`"
            )
    # Ubuntu's AppArmor profile of bubblewrap would deny the guest's wrapper its capabilities.
    with contextlib.suppress(OSError), open(_NEXT_PROFILE, "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("exec unconfined")


def _end_with(host: int) -> None:
    """End when the kit ends: bubblewrap asks for this too, but later."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != host:  # The parent ended before the call.
        os._exit(1)


def _pipes() -> Iterator[int]:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with contextlib.suppress(OSError):
            if stat.S_ISFIFO(os.fstat(int(name)).st_mode):
                yield int(name)


def _show(paths: list[str], own: list[str], user: int) -> set[str]:
    """Mount each path over itself with its owner's files as the user's; return where it worked.

    Where `own` lies below one of them, it is mounted over it as it is.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def call(number: int, *arguments: object) -> int:
        result = int(libc.syscall(number, *arguments))
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result

    trees: dict[str, int] = {}
    for path in sorted({*paths, *own}):
        with contextlib.suppress(OSError):
            status = os.stat(path)  # noqa: PTH116
            name = os.fsencode(path)
            tree = call(_OPEN_TREE, _HERE, name, _CLONE | os.O_CLOEXEC | _RECURSIVE)
            if path not in own:
                namespace = _namespace(libc, user, {"uid": status.st_uid, "gid": status.st_gid})
                wanted = struct.pack("=QQQQ", _IDMAP, 0, 0, namespace)
                how = _EMPTY_PATH | _RECURSIVE
                call(_MOUNT_SETATTR, tree, b"", how, wanted, len(wanted))
            trees[path] = tree
    if trees and (libc.unshare(_NEW_MOUNTS) or libc.mount(b"none", b"/", None, _SLAVE, None)):
        return set()
    shown = set()
    # Outer folders first, or they would cover the inner ones.
    for path, tree in trees.items():
        with contextlib.suppress(OSError):
            call(_MOVE_MOUNT, tree, b"", _HERE, os.fsencode(path), _MOVE_EMPTY_PATH)
            shown.add(path)
    return shown


def _namespace(libc: ctypes.CDLL, user: int, owner: dict[str, int]) -> int:
    """Return an open user namespace that maps the owner to the user."""
    ready, tell_ready = os.pipe()
    end, tell_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(tell_end)
        made = libc.unshare(_NEW_USER) == 0
        os.write(tell_ready, b"1" if made else b"0")
        os.read(end, 1)
        os._exit(0)
    try:
        if os.read(ready, 1) != b"1":
            raise OSError("no user namespace can be made")
        for kind, number in owner.items():
            with open(f"/proc/{child}/{kind}_map", "w", encoding="ascii") as file:  # noqa: PTH123
                file.write(f"{number} {user} 1\n")
        return os.open(f"/proc/{child}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        for descriptor in (ready, tell_ready, end, tell_end):
            os.close(descriptor)
        os.waitpid(child, 0)


def unreadable(top: str) -> str | None:
    """Return a folder below the top that others cannot read, or a file; None where there is none.

    Of the files in a folder one is looked at: whoever installed it had one umask.
    """
    if not os.path.isdir(top):  # noqa: PTH112
        return None if os.stat(top).st_mode & stat.S_IROTH else top  # noqa: PTH116
    for folder, _, files in os.walk(top):
        if os.stat(folder).st_mode & _LISTED != _LISTED:  # noqa: PTH116
            return folder
        for name in files[:1]:
            path = os.path.join(folder, name)  # noqa: PTH118
            if not os.lstat(path).st_mode & stat.S_IROTH:
                return path
    return None


if __name__ == "__main__":
    main()
