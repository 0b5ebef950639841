"""Exec wrapper: give up root and every capability for a user that owns nothing, for good."""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_DROP_BOUND, _NO_NEW_PRIVS = 24, 38
_CAPABILITIES = 64
_VERSION_3 = 0x20080522
_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219}
_JOIN_SESSION_KEYRING = 1


def main() -> None:
    """Become the user that the first argument names, then the command that follows it."""
    user = int(sys.argv[1])
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(_CAPABILITIES):
        libc.prctl(_DROP_BOUND, number, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    keyctl = _KEYCTL.get(os.uname().machine)
    if keyctl is not None:
        # Whoever inherits root's session keyring may read the keys in it.
        libc.syscall(keyctl, _JOIN_SESSION_KEYRING, None)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    libc.capset(struct.pack("=Ii", _VERSION_3, 0), bytes(24))
    kept = _kept(user)
    if kept:
        sys.exit(f"the sandbox could not give up root: {kept}")
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606


def _kept(user: int) -> str:
    """Return what the kernel says is still held, or nothing."""
    with open("/proc/self/status", "rb") as file:  # noqa: PTH123
        status = dict(line.decode().rstrip("\n").split(":\t", 1) for line in file if b":\t" in line)
    for name in ("Uid", "Gid"):
        if status[name].split() != [str(user)] * 4:
            return f"{name} {status[name]}"
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        if int(status.get(name, "0"), 16):
            return f"{name} {status[name]}"
    if status.get("NoNewPrivs", "1") != "1":
        return "NoNewPrivs 0"
    return f"Groups {status['Groups']}" if status["Groups"].strip() else ""


if __name__ == "__main__":
    main()
