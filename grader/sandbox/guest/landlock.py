"""Landlock on Linux: a process and its children give up all paths except a few.

https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
import sys

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on every architecture
_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_CHANGE_FOLDERS = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
# Accesses that later versions of the kernel's interface added.
_SINCE = ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL))
_TCP = (4, 0b11)  # bind and connect
_SCOPES = (6, 0b11)  # abstract sockets and signals to processes outside


def version() -> int:
    """Return the version of the kernel's Landlock, 0 if there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, 0, _VERSION)))


def restrict(read: list[str], write: list[str]) -> bool:
    """Restrict this process to these paths, without TCP; False if the kernel cannot."""
    known = version()
    if not known:
        return False
    libc = _libc()
    accesses = _READ | _WRITE_FILE | _CHANGE_FOLDERS
    accesses |= sum(bit for since, bit in _SINCE if known >= since)
    attribute = struct.pack("=Q", accesses)
    if known >= _TCP[0]:
        attribute += struct.pack("=Q", _TCP[1])
    if known >= _SCOPES[0]:
        attribute += struct.pack("=Q", _SCOPES[1])
    ruleset = libc.syscall(_CREATE, attribute, len(attribute), 0)
    if ruleset < 0:
        return False
    for path in read:
        _allow(libc, ruleset, path, _READ)
    for path in write:
        _allow(libc, ruleset, path, accesses)
    ended = bool(libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    ended = ended and bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return ended


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, accesses: int) -> None:
    """Allow accesses below a path, if it exists."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                accesses &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
            rule = struct.pack("=Qi", accesses, descriptor)
            libc.syscall(_ADD, ruleset, _PATH_BENEATH, rule, 0)
        finally:
            os.close(descriptor)
