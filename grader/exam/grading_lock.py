"""One training of an exam at a time: whoever marks a submission holds the lock of this file."""

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
    """Another process has the lock."""


@contextmanager
def at_work(state: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Mark submissions here and nowhere else; `waiting` is called while another process does."""
    with held(make_folder(state) / FILE, waiting):
        yield


def is_somebody_at_work(state: Path) -> bool:
    """Whether a process marks a submission of an exam at this moment."""

    def give_up() -> None:
        raise _BusyError

    if not (state / FILE).is_file():
        return False
    try:
        with held(state / FILE, give_up):
            return False
    except _BusyError:
        return True
    except OSError:  # A home that is read only: nobody can be at work there.
        return False
