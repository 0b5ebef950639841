"""Started in the place of a command, which it becomes: the kernel ends it when its parent ends.

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
    """Become the command, or end at once where the parent has gone already."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(130)
    os.execv(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
