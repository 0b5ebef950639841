"""The one place that turns exceptions into messages and exit statuses."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, NoReturn

from grader.errors import ExitStatus, GraderFault, UsageError
from grader.formats.printable import printable
from grader.settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from grader.settings import Settings

OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM})


def guarded(command: Callable[[Settings], ExitStatus], environ: dict[str, str]) -> NoReturn:
    """Run a command to its exit status; no traceback of ours reaches the person who called it."""
    settings = from_environment(environ)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What nohup has ignored stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        with _reminders(settings):
            status = command(settings)
        settings.stdout.flush()
    except UsageError as error:
        status = _say(settings, ExitStatus.USAGE, str(error))
    except KeyboardInterrupt as error:
        what = str(error) or "nothing was left running"
        status = _say(settings, ExitStatus.INTERRUPTED, f"interrupted; {what}")
    except BrokenPipeError:
        _give_up(settings)  # Whoever read our output has gone: no error, and nobody to tell.
        status = ExitStatus.PASSED
    except OSError as error:
        if error.filename or error.errno in OF_THE_MACHINE:
            where = error.filename or "the output"
            status = _say(settings, ExitStatus.USAGE, f"{where}: {error.strerror}")
            if error.errno == errno.ENOSPC:
                _give_up(settings)
        else:
            status = _fault(settings, error)
    except Exception as error:  # noqa: BLE001  (the last line of defence)
        status = _fault(settings, error)
    sys.exit(int(status))


@contextlib.contextmanager
def _reminders(settings: Settings) -> Iterator[None]:
    """Say the time that is left of an exam meanwhile, if one runs."""
    from grader.attempts.database import FILE  # noqa: PLC0415  (most commands need none of it)

    if not (settings.state / FILE).is_file():
        yield
        return
    from grader.exam.clock import now  # noqa: PLC0415
    from grader.exam.reminders import Reminders  # noqa: PLC0415

    reminders = Reminders(settings.state, now, settings.notices.say)
    reminders.start()
    try:
        yield
    finally:
        reminders.end()


def _give_up(settings: Settings) -> None:
    """Let what is still buffered go nowhere, so that closing the stream raises nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), settings.stdout.fileno())


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _say(settings: Settings, status: ExitStatus, message: str) -> ExitStatus:
    print(f"practice: {printable(message)}", file=settings.stderr)
    return status


def _fault(settings: Settings, error: Exception) -> ExitStatus:
    """Keep the traceback in a file, and say in one line that the fault is the kit's own."""
    message = f"{type(error).__name__}: {error}" if not isinstance(error, GraderFault) else error
    kept = ""
    try:
        folder = settings.state / "faults"
        folder.mkdir(parents=True, exist_ok=True)
        name = time.strftime("%Y%m%d-%H%M%S", time.gmtime()) + f"-{os.getpid()}.txt"
        (folder / name).write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        kept = f" (details: {folder / name})"
    except OSError:
        pass  # A full disk or a read-only home must not hide the first fault.
    text = f"a fault of the kit, not of your file: {message}{kept}"
    return _say(settings, ExitStatus.GRADER_FAULT, text)
