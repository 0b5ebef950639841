"""Lines that may have to be said at any moment, whatever is on the screen."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Notices:
    """Says a line by the function that knows the screen now; nothing where there is none."""

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        self._show = show
        self._lock = threading.Lock()

    def say(self, words: str) -> None:
        """Say a line, from any thread; one that cannot be said ends no command."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._show is not None:
                self._show(words)

    @contextlib.contextmanager
    def through(self, show: Callable[[str], None]) -> Iterator[None]:
        """Say lines by this function meanwhile."""
        with self._lock:
            before, self._show = self._show, show
        try:
            yield
        finally:
            with self._lock:
                self._show = before
