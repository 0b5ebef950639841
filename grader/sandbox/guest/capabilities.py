"""Give up root's capabilities for good, and verify it with the kernel. Linux only."""

from __future__ import annotations

import ctypes
import struct

# See prctl(2) and capset(2).
_NO_NEW_PRIVS, _DROP_FROM_BOUNDING_SET = 38, 24
_CAPABILITIES = 64
_VERSION_3 = 0x20080522
_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def renounce() -> None:
    """Let no later program gain capabilities; this process still holds its own."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    for number in range(_CAPABILITIES):
        libc.prctl(_DROP_FROM_BOUNDING_SET, number, 0, 0, 0)


def drop() -> None:
    """Drop the capabilities of this process; the kernel clears the ambient set too."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.capset(struct.pack("=Ii", _VERSION_3, 0), bytes(24))


def held(status: dict[str, str], *, bounding: bool) -> str:
    """Return the first set that is not empty, or ""; `bounding` includes the bounding set.

    Another user than root cannot use the bounding set, and may not be allowed to change it.
    """
    for name in (*_SETS, *(("CapBnd",) if bounding else ())):
        if int(status.get(name, "0"), 16):
            return f"{name} {status[name]}"
    return "" if status.get("NoNewPrivs", "1") == "1" else "NoNewPrivs 0"


def process_status() -> dict[str, str]:
    """Return the fields of /proc/self/status, as in proc(5)."""
    with open("/proc/self/status", "rb") as file:  # noqa: PTH123
        lines = [line.decode().rstrip("\n") for line in file if b":\t" in line]
    return dict(line.split(":\t", 1) for line in lines)
