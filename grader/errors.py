"""Exit statuses, and the exceptions whose messages are shown to the user."""

from __future__ import annotations

from enum import IntEnum

KIT_FAULT = "internal error of the kit, not of your file"


class ExitStatus(IntEnum):
    """Exit statuses of `practice`."""

    PASSED = 0
    NOT_PASSED = 1
    USAGE = 2
    GRADER_FAULT = 3
    INTERRUPTED = 130


class UsageError(Exception):
    """Wrong usage or unreadable input: shown as one line, exit status 2."""


class GraderFault(Exception):
    """The kit itself failed; never the learner's fault, exit status 3."""
