"""The entry point of the `practice` command: Ctrl-C exits quietly until it is loaded."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the command line and run it."""
    # By default Python shows a traceback; `guarded` installs its own handler later.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cli import main as command  # noqa: PLC0415  (after the signal is set: it takes a tenth of a second)

    command()
