"""The end of a box's program, as Python's own but for the taking down of the interpreter.

Threads of TensorFlow that wait for Python meanwhile, as after an error in the midst of an epoch,
would wait for ever, and the box with them until its time limit.
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
    except BaseException:  # noqa: BLE001  (as Python itself would end)
        sys.excepthook(*sys.exc_info())
        code = 1
    for step in (_wait_for_threads, _run_exit_functions, _forget_all, _flush):
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
    """As Python does at its end, for those that are no daemons."""
    getattr(threading, "_shutdown", lambda: None)()


def _run_exit_functions() -> None:
    getattr(atexit, "_run_exitfuncs", lambda: None)()


def _forget_all() -> None:
    """What nobody holds any more is closed, and files that were left open are written."""
    vars(sys.modules["__main__"]).clear()
    gc.collect()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
