"""Exec wrapper: give up root and every capability for a user that owns nothing, for good."""

from __future__ import annotations

import ctypes
import os
import sys

from . import capabilities

_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219}
_JOIN_SESSION_KEYRING = 1


def main() -> None:
    """Become the user that the first argument names, then the command that follows it."""
    user = int(sys.argv[1])
    capabilities.renounce()
    keyctl = _KEYCTL.get(os.uname().machine)
    if keyctl is not None:
        # Whoever inherits root's session keyring may read the keys in it.
        ctypes.CDLL(None, use_errno=True).syscall(keyctl, _JOIN_SESSION_KEYRING, None)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    capabilities.drop()
    held = _held(user)
    if held:
        sys.exit(f"the sandbox could not give up root: {held}")
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606


def _held(user: int) -> str:
    """Return what the kernel reports as still held, or ""."""
    status = capabilities.process_status()
    for name in ("Uid", "Gid"):
        if status[name].split() != [str(user)] * 4:
            return f"{name} {status[name]}"
    if status["Groups"].strip():
        return f"Groups {status['Groups']}"
    return capabilities.held(status, bounding=True)
