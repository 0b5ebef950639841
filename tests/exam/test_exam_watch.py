"""The key that ends `practice exam --watch`."""

from __future__ import annotations

import os
import pty
import termios

from grader.formats.exam_watch import single_keys


def test_a_key_counts_after_the_shell_has_reset_the_terminal() -> None:
    ours, theirs = pty.openpty()
    by_lines = termios.tcgetattr(theirs)
    with open(theirs, encoding="utf-8") as stdin:  # noqa: PTH123  (a descriptor)
        with single_keys(stdin) as pressed:
            assert not pressed(0.01)
            termios.tcsetattr(theirs, termios.TCSANOW, by_lines)  # Ctrl-Z, then `fg`
            os.write(ours, b"q")
            assert pressed(0.5)
        assert termios.tcgetattr(theirs)[3] == by_lines[3]
    os.close(ours)


def test_a_terminal_that_is_closed_ends_the_watch_and_is_no_fault() -> None:
    ours, theirs = pty.openpty()
    with open(theirs, encoding="utf-8") as stdin, single_keys(stdin) as pressed:  # noqa: PTH123
        os.close(ours)
        assert pressed(0.5)
