"""Parent of the program in a basic sandbox: passes its exit status on and leaves no child behind.

    python supervisor.py HOST REPORT COMMAND …

HOST is the process that started it. The number of processes that the program left behind is
written to the descriptor REPORT. Linux only; standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# See prctl(2).
PARENT_DEATH_SIGNAL, CHILD_SUBREAPER = 1, 36
GRACE = 2.0  # Helpers such as those of multiprocessing end soon after their parent.
PAUSE = 0.002
SHELL = 128  # Added to the number of a signal that is reported as an exit code.
# Python ignores these; the program must start with the defaults.
RESTORED = ("SIGPIPE", "SIGXFSZ")


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent ends."""
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1, 0, 0, 0)


def children_lister() -> Callable[[int], list[int]]:
    """Return a function that lists the child processes of a process."""
    if os.path.exists(f"/proc/self/task/{os.getpid()}/children"):  # noqa: PTH110
        return _listed_children
    # Kernels without these files: list all processes once.
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208
        status = _status(int(name))
        if status:
            children.setdefault(int(status[1]), []).append(int(name))
    return lambda pid: children.get(pid, [])


def kill_trees(roots: Iterable[int]) -> set[int]:
    """Kill processes and all below them; return those that were still running.

    Each is killed before its children are listed: from then on it starts no others.
    """
    children_of = children_lister()
    waiting, running = list(roots), set()
    while waiting:
        pid = waiting.pop()
        status = _status(pid)
        if status and status[0] not in {b"Z", b"X"}:
            running.add(pid)
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        waiting += children_of(pid)
    return running


def end_adopted(spared: Iterable[int], seconds: float) -> None:
    """Kill the orphans that this process has adopted, and all below them, until none is left.

    A child of this session is none: an orphan of a sandbox belongs to a session of its own.
    """
    until = time.monotonic() + seconds
    while adopted := _adopted(spared):
        kill_trees(adopted)
        for pid in adopted:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > until:
            return
        time.sleep(PAUSE)


def _adopted(spared: Iterable[int]) -> list[int]:
    own = str(os.getsid(0)).encode()
    children = set(children_lister()(os.getpid())).difference(spared)
    return [pid for pid in children if (status := _status(pid)) and status[2] != own]


def main(host: int, report: int, command: list[str]) -> int:
    """Run the command, then kill what it left behind; return its exit status."""
    awaited = {signal.SIGTERM, signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    adopt_orphans()
    _end_with_parent(signal.SIGTERM, host)
    supervisor = os.getpid()
    program = os.fork()
    if program == 0:
        os.close(report)
        _become(command, supervisor, awaited)
    _close_all_but(report)
    status = None
    while status is None:
        if signal.sigwait(awaited) == signal.SIGTERM:
            break
        status = _reaped().get(program)
    if status is not None:
        _wait_for_stragglers()
    os.write(report, str(len(_end_children())).encode())
    if status is None:
        return SHELL + signal.SIGTERM
    return SHELL + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _become(command: list[str], supervisor: int, blocked: set[signal.Signals]) -> None:
    """Turn the forked child into the program, which dies with the supervisor."""
    try:
        for name in RESTORED:
            signal.signal(signal.Signals[name], signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        _end_with_parent(signal.SIGKILL, supervisor)
        os.execv(command[0], command)  # noqa: S606  (no shell is wanted)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201
    finally:
        os._exit(127)


def _end_with_parent(number: signal.Signals, parent: int) -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, number, 0, 0, 0)
    if os.getppid() != parent:  # The parent died before the call.
        os._exit(SHELL + number)


def _close_all_but(report: int) -> None:
    """Leave the program's streams and its channel to the program: the host waits for their end."""
    empty = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(empty, stream)
    os.closerange(3, report)
    os.closerange(report + 1, max(report, empty) + 1000)


def _reaped() -> dict[int, int]:
    """Reap all children that have ended; return their statuses by process id."""
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            ended[pid] = status
    return ended


def _wait_for_stragglers() -> None:
    until = time.monotonic() + GRACE
    while time.monotonic() < until and _has_children():
        time.sleep(PAUSE)


def _has_children() -> bool:
    _reaped()
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _end_children() -> set[int]:
    """Kill until no child is left; return all that were found running."""
    found: set[int] = set()
    while _has_children():
        found |= kill_trees(children_lister()(os.getpid()))
        time.sleep(PAUSE)
    return found


def _listed_children(pid: int) -> list[int]:
    tasks = f"/proc/{pid}/task"
    children: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(tasks):  # noqa: PTH208
            with open(f"{tasks}/{task}/children", "rb") as file:  # noqa: PTH123
                children += map(int, file.read().split())
    return children


def _status(pid: int) -> list[bytes]:
    """State, parent and session of a process, as in proc(5); empty where it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return []
    return [fields[0], fields[1], fields[3]]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
