"""Exit statuses, and the one exception whose message is written for the person at the keyboard."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What `practice` tells the shell that called it."""

    PASSED = 0
    NOT_PASSED = 1
    USAGE = 2
    GRADER_FAULT = 3
    INTERRUPTED = 130


class UsageError(Exception):
    """Wrong use or unreadable input: one clear line, exit status 2, nothing lost."""


class GraderFault(Exception):
    """The kit itself could not do its work; never the learner's fault, exit status 3."""
