"""Which kind of box a run gets, and the one line that says what is missing."""

from __future__ import annotations

from grader.errors import UsageError
from grader.sandbox import basic, bubblewrap
from grader.sandbox.plan import BoxKind

CHOICES = ("auto", *(kind.value for kind in BoxKind))


def choose(wanted: str) -> tuple[BoxKind, str]:
    """The box kind, and a warning or nothing; raises UsageError where it cannot be had."""
    if wanted not in CHOICES:
        raise UsageError(f"no box is called '{wanted}'; there are: {', '.join(CHOICES)}")
    if wanted == BoxKind.PLAIN.value:
        return _plain("a plain box was asked for")
    reason = bubblewrap.missing()
    if reason is None:
        return BoxKind.BUBBLEWRAP, ""
    if wanted == BoxKind.BUBBLEWRAP.value:
        raise UsageError(reason)
    return _plain(reason)


def _plain(reason: str) -> tuple[BoxKind, str]:
    fenced = basic.fences()
    refusal = basic.refusal(fenced=fenced)
    if refusal is not None:
        raise UsageError(f"{reason}; {refusal}")
    return BoxKind.PLAIN, f"{reason}; {basic.warning(fenced=fenced)}"
