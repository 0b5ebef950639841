"""Print lines at any moment, whatever is on the screen."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Notices:
    """Prints a line through the function that owns the screen now; nothing without one."""

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        self._show = show
        self._lock = threading.Lock()

    def say(self, words: str) -> None:
        """Print a line, from any thread; errors are ignored."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._show is not None:
                self._show(words)

    @contextlib.contextmanager
    def through(self, show: Callable[[str], None]) -> Iterator[None]:
        """Print lines through this function meanwhile."""
        with self._lock:
            before, self._show = self._show, show
        try:
            yield
        finally:
            with self._lock:
                self._show = before
