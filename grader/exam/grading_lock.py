"""The lock that lets one process at a time grade submissions of exams."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.locking import held
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE = "exam.lock"


class _BusyError(Exception):
    """Another process holds the lock."""


@contextmanager
def hold(state: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock; `waiting` is called while another process holds it."""
    with held(make_folder(state) / FILE, waiting):
        yield


def is_held(state: Path) -> bool:
    """Whether a process is grading a submission of an exam now."""

    def fail() -> None:
        raise _BusyError

    if not (state / FILE).is_file():
        return False
    try:
        with held(state / FILE, fail):
            return False
    except _BusyError:
        return True
    except OSError:  # A read-only home: nobody can grade there.
        return False
