"""The state of an exam kept on the screen until a key is pressed."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, TextIO

from rich.console import Group
from rich.live import Live
from rich.text import Text

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

EVERY = 1.0  # seconds


def watch(stdin: TextIO, console: Console, look: Callable[[], Sequence[Text]]) -> None:
    """Show what `look` finds once a second; any key or Ctrl-C ends it, and leaves it shown.

    Raises UsageError where there is no terminal to show it on.
    """
    if not (console.is_terminal and stdin.isatty()):
        raise UsageError("--watch needs a terminal; `practice exam` prints the state once")
    with (
        contextlib.suppress(KeyboardInterrupt),
        single_keys(stdin) as pressed,
        Live(console=console, auto_refresh=False) as live,
    ):
        is_over = False
        while not is_over:
            live.update(Group(*look(), Text("\n  any key ends this", "dim")), refresh=True)
            is_over = pressed(EVERY)


@contextlib.contextmanager
def single_keys(stdin: TextIO) -> Iterator[Callable[[float], bool]]:
    """Give a function that waits so many seconds for a key; the terminal is as before after it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415
        import time  # noqa: PLC0415

        def was_pressed(seconds: float) -> bool:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if msvcrt.kbhit():
                    msvcrt.getwch()
                    return True
                time.sleep(0.05)
            return False

        yield was_pressed
        return
    import select  # noqa: PLC0415
    import termios  # noqa: PLC0415
    import tty  # noqa: PLC0415

    number = stdin.fileno()
    before = termios.tcgetattr(number)

    def pressed(seconds: float) -> bool:
        try:
            tty.setcbreak(number, termios.TCSADRAIN)  # Again: a shell resets it at Ctrl-Z and `fg`.
            ready, _, _ = select.select([number], [], [], seconds)
            return bool(ready) and bool(stdin.read(1) or True)
        except (termios.error, OSError):  # The terminal was closed.
            return True

    try:
        yield pressed
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
