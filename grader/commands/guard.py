"""Turn exceptions and signals into messages and exit statuses."""

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

from grader.errors import KIT_FAULT, ExitStatus, GraderFault, UsageError
from grader.printable import printable
from grader.settings import discard, error_stream, from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import TextIO

    from grader.settings import Settings

MACHINE_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM})

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
CLEANUP_SECONDS = 1.5  # from a signal to the exit


def guarded(
    command: Callable[[Settings], ExitStatus], environ: dict[str, str], *, reminders: bool = True
) -> NoReturn:
    """Run a command and exit with its status; show one line instead of a traceback.

    `reminders` announce the time left of a running exam.
    """
    try:
        settings = from_environment(environ)
    except UsageError as error:
        sys.exit(int(_say(error_stream(), ExitStatus.USAGE, str(error))))
    _handle_signals()
    try:
        with _reminders(settings) if reminders else contextlib.nullcontext():
            status = command(settings)
        settings.stdout.flush()
    except UsageError as error:
        status = _say(settings.stderr, ExitStatus.USAGE, str(error))
    except KeyboardInterrupt as error:
        what = str(error) or "all processes were stopped"
        status = _say(settings.stderr, ExitStatus.INTERRUPTED, f"interrupted: {what}")
    except OSError as error:
        if error.filename or error.errno in MACHINE_ERRORS:
            where = error.filename or "standard output"
            status = _say(settings.stderr, ExitStatus.USAGE, f"{where}: {error.strerror}")
        else:
            status = _fault(settings, error)
    except Exception as error:  # noqa: BLE001  (the last resort)
        status = _fault(settings, error)
    try:
        settings.stdout.flush()
    except OSError:  # A full disk: already reported, and Python would report it again.
        discard(settings.stdout)
    sys.exit(int(status))


def _handle_signals() -> None:
    for name in SIGNALS:
        number = getattr(signal, name, None)
        # A signal that nohup ignores stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def wired(app: Callable[[], object]) -> None:
    """Run the command line; its parser reports wrong arguments itself."""
    try:
        app()
    except OSError as error:
        if sys.stdout is not None:
            discard(sys.stdout)
        where = error.filename or "standard output"
        sys.exit(int(_say(error_stream(), ExitStatus.USAGE, f"{where}: {error.strerror}")))


@contextlib.contextmanager
def _reminders(settings: Settings) -> Iterator[None]:
    """Announce the time left of a running exam meanwhile."""
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
    for name in SIGNALS:  # A second signal must not interrupt the cleanup.
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _interrupt:
            signal.signal(number, _ignore)
    threading.Thread(target=_exit_in_time, daemon=True).start()
    raise KeyboardInterrupt


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing. Child processes would inherit SIG_IGN."""


def _exit_in_time() -> None:
    """Exit even if the cleanup hangs or a finalizer swallowed the KeyboardInterrupt.

    Sandboxes end with this process.
    """
    time.sleep(CLEANUP_SECONDS)
    with contextlib.suppress(OSError):
        os.write(2, b"practice: interrupted: all processes were stopped\n")
    os._exit(int(ExitStatus.INTERRUPTED))


def _say(stream: TextIO, status: ExitStatus, message: str) -> ExitStatus:
    print(f"practice: {printable(message)}", file=stream)
    return status


def _fault(settings: Settings, error: Exception) -> ExitStatus:
    return _say(settings.stderr, ExitStatus.GRADER_FAULT, store_fault(settings, error))


def store_fault(settings: Settings, error: Exception) -> str:
    """Write the traceback to a file; return one line that blames the kit."""
    import tempfile  # noqa: PLC0415  (rarely needed)

    message = f"{type(error).__name__}: {error}" if not isinstance(error, GraderFault) else error
    details = ""
    try:
        folder = settings.state / "faults"
        folder.mkdir(parents=True, exist_ok=True)
        trace = "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace")
        with tempfile.NamedTemporaryFile(
            prefix=time.strftime("%Y%m%d-%H%M%S-", time.gmtime()),
            suffix=".txt",
            dir=folder,
            delete=False,
        ) as file:
            file.write(trace)
        details = f" (details: {file.name})"
    except OSError:
        pass  # A full disk or a read-only home must not hide the first error.
    return f"{KIT_FAULT}: {message}{details}"
