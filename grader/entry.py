"""The first step of the `practice` command: until it is loaded, Ctrl-C ends it without a word."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the command line and run it."""
    # Python's own answer to Ctrl-C is a traceback; `guarded` puts it back, with words of ours.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cli import main as command  # noqa: PLC0415  (only now: it takes a tenth of a second)

    command()
