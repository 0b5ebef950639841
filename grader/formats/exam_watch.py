"""Keep the state of an exam on the screen until a key is pressed."""

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
    """Show the lines that `look` returns, once a second, until a key or Ctrl-C.

    The last lines stay on the screen. Raises UsageError without a terminal.
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
            live.update(Group(*look(), Text("\n  Press any key to close.", "dim")), refresh=True)
            is_over = pressed(EVERY)


@contextlib.contextmanager
def single_keys(stdin: TextIO) -> Iterator[Callable[[float], bool]]:
    """Yield a function that waits some seconds for a key; restore the terminal afterwards."""
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
            tty.setcbreak(number, termios.TCSADRAIN)  # Each time: a shell resets it after Ctrl-Z.
            ready, _, _ = select.select([number], [], [], seconds)
            return bool(ready) and bool(stdin.read(1) or True)
        except (termios.error, OSError):  # The terminal was closed.
            return True

    try:
        yield pressed
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)
