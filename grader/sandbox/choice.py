"""Choose the kind of sandbox, and say in one line what is missing for the isolated one."""

from __future__ import annotations

from grader.errors import UsageError
from grader.sandbox import basic, bubblewrap
from grader.sandbox.plan import SandboxKind

CHOICES = ("auto", *(kind.value for kind in SandboxKind))
OLD_NAMES = {"bubblewrap": SandboxKind.ISOLATED.value, "plain": SandboxKind.BASIC.value}


def choose(wanted: str) -> tuple[SandboxKind, str]:
    """Return the kind and a warning, or ""; raises UsageError where it is not available."""
    wanted = OLD_NAMES.get(wanted, wanted)
    if wanted not in CHOICES:
        raise UsageError(f"unknown --sandbox '{wanted}' (choose {', '.join(CHOICES)})")
    if wanted == SandboxKind.BASIC.value:
        return _basic("--sandbox basic was given")
    reason = bubblewrap.missing()
    if reason is None:
        return SandboxKind.ISOLATED, ""
    if wanted == SandboxKind.ISOLATED.value:
        raise UsageError(reason)
    return _basic(reason)


def _basic(reason: str) -> tuple[SandboxKind, str]:
    fenced = basic.fences()
    refusal = basic.refusal(fenced=fenced)
    if refusal is not None:
        raise UsageError(f"{reason}; {refusal}")
    return SandboxKind.BASIC, f"{reason}; {basic.warning(fenced=fenced)}"
