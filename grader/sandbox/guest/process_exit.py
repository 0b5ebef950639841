"""End a program as Python does, but without finalizing the interpreter.

After an error in the middle of an epoch, threads of TensorFlow would wait for Python for ever, and
the sandbox would wait for them until its time limit.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def run(main: Callable[[], None]) -> None:
    """Call the program and end the process with its exit status; never returns."""
    code = 0
    try:
        main()
    except SystemExit as error:
        code = _status(error.code)
    except BaseException:  # noqa: BLE001  (as Python itself does)
        sys.excepthook(*sys.exc_info())
        code = 1
    for step in (_wait_for_threads, _run_exit_functions, _delete_all, _flush):
        with contextlib.suppress(Exception):
            step()
    os._exit(code)


def _status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)  # noqa: T201
    return 1


def _wait_for_threads() -> None:
    """Wait for threads that are not daemons, as Python does."""
    getattr(threading, "_shutdown", lambda: None)()


def _run_exit_functions() -> None:
    getattr(atexit, "_run_exitfuncs", lambda: None)()


def _delete_all() -> None:
    """Delete all objects, so that files that were left open are written."""
    vars(sys.modules["__main__"]).clear()
    gc.collect()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
