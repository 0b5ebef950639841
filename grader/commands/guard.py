"""The one place that turns exceptions into messages and exit statuses."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING, NoReturn

from grader.errors import ExitStatus, GraderFault, UsageError
from grader.printable import printable
from grader.settings import error_stream, from_environment, let_go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import TextIO

    from grader.settings import Settings

OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM})

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
CLEANUP_SECONDS = 1.5  # from a signal to the exit


def guarded(
    command: Callable[[Settings], ExitStatus], environ: dict[str, str], *, reminders: bool = True
) -> NoReturn:
    """Run a command to its exit status; no traceback of ours reaches the person who called it.

    `reminders` are the lines about the time that is left of an exam.
    """
    try:
        settings = from_environment(environ)
    except UsageError as error:
        sys.exit(int(_say(error_stream(), ExitStatus.USAGE, str(error))))
    _heed_signals()
    try:
        with _reminders(settings) if reminders else contextlib.nullcontext():
            status = command(settings)
        settings.stdout.flush()
    except UsageError as error:
        status = _say(settings.stderr, ExitStatus.USAGE, str(error))
    except KeyboardInterrupt as error:
        what = str(error) or "nothing was left running"
        status = _say(settings.stderr, ExitStatus.INTERRUPTED, f"interrupted; {what}")
    except OSError as error:
        if error.filename or error.errno in OF_THE_MACHINE:
            where = error.filename or "the output"
            status = _say(settings.stderr, ExitStatus.USAGE, f"{where}: {error.strerror}")
        else:
            status = _fault(settings, error)
    except Exception as error:  # noqa: BLE001  (the last line of defence)
        status = _fault(settings, error)
    try:
        settings.stdout.flush()
    except OSError:  # A full disk: what was wrong is said, and Python would say it once more.
        let_go(settings.stdout)
    sys.exit(int(status))


def _heed_signals() -> None:
    for name in SIGNALS:
        number = getattr(signal, name, None)
        # What nohup has ignored stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def wired(app: Callable[[], object]) -> None:
    """Run the command line, whose parser says by itself what is wrong with a command's words."""
    try:
        app()
    except OSError as error:
        if sys.stdout is not None:
            let_go(sys.stdout)
        where = error.filename or "the output"
        sys.exit(int(_say(error_stream(), ExitStatus.USAGE, f"{where}: {error.strerror}")))


@contextlib.contextmanager
def _reminders(settings: Settings) -> Iterator[None]:
    """Say the time that is left of an exam meanwhile, if one runs."""
    from grader.history.database import FILE  # noqa: PLC0415  (most commands need none of it)

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


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    for name in SIGNALS:  # One is enough: a second one must not break the cleanup off.
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _interrupt:
            signal.signal(number, _ignore)
    threading.Thread(target=_exit_in_time, daemon=True).start()
    raise KeyboardInterrupt


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; SIG_IGN would be inherited by commands that are started meanwhile."""


def _exit_in_time() -> None:
    """Exit although the cleanup hangs, or a finalizer swallowed the KeyboardInterrupt.

    Sandboxes end with this process.
    """
    time.sleep(CLEANUP_SECONDS)
    with contextlib.suppress(OSError):
        os.write(2, b"practice: interrupted; nothing was left running\n")
    os._exit(int(ExitStatus.INTERRUPTED))


def _say(stream: TextIO, status: ExitStatus, message: str) -> ExitStatus:
    print(f"practice: {printable(message)}", file=stream)
    return status


def _fault(settings: Settings, error: Exception) -> ExitStatus:
    return _say(settings.stderr, ExitStatus.GRADER_FAULT, fault_kept(settings, error))


def fault_kept(settings: Settings, error: Exception) -> str:
    """Keep the traceback in a file, and tell in one line that the fault is the kit's own."""
    import tempfile  # noqa: PLC0415  (hardly ever needed)

    message = f"{type(error).__name__}: {error}" if not isinstance(error, GraderFault) else error
    kept = ""
    try:
        folder = settings.state / "faults"
        folder.mkdir(parents=True, exist_ok=True)
        words = "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace")
        with tempfile.NamedTemporaryFile(
            prefix=time.strftime("%Y%m%d-%H%M%S-", time.gmtime()),
            suffix=".txt",
            dir=folder,
            delete=False,
        ) as file:
            file.write(words)
        kept = f" (details: {file.name})"
    except OSError:
        pass  # A full disk or a read-only home must not hide the first fault.
    return f"a fault of the kit, not of your file: {message}{kept}"
