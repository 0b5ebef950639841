"""A file lock that the kernel releases when its process ends, however it ends."""

from __future__ import annotations

import errno
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    _HAVE_LOCKS = False
else:
    _HAVE_LOCKS = True

_POLL = 0.1
_BUSY = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
_NONE_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


@contextmanager
def held(path: Path, waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock of a file; yield False if the system or the file system has no locks.

    `waiting` is called repeatedly while another process holds the lock. The file stays: removing it
    would give two processes a lock each. Raises OSError if it cannot be opened.
    """
    if not _HAVE_LOCKS:
        yield False
        return
    with path.open("a", encoding="utf-8") as stream:
        yield _taken(stream.fileno(), waiting)


def _taken(descriptor: int, waiting: Callable[[], None]) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _NONE_HERE:
                return False
            if error.errno not in _BUSY:
                raise
        else:
            return True
        waiting()
        time.sleep(_POLL)
