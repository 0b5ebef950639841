"""Exec wrapper: the kernel kills the command when its parent dies.

    python parent_death.py PARENT COMMAND …

PARENT is the process that started it. Linux only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2); execve keeps it.


def main(parent: int, command: list[str]) -> None:
    """Replace this process by the command, or exit if the parent is already dead."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(130)
    os.execv(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
