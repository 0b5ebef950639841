"""Where the kit keeps things, and what it was started with; handed in, never patched."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from grader.errors import UsageError
from grader.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

APP = "certification-practice-kit"
PROBLEMS = "PRACTICE_PROBLEMS"  # the environment variable of an own directory of problems


@dataclass(frozen=True)
class Settings:
    """The folders, streams and environment of one run of the kit.

    `cache` holds what can be made again (data sets, running sandboxes), `state` what cannot.
    `notices` are said whatever a command is doing. `problems_dir` holds an instructor's own
    `problems/` and `solutions/`.
    """

    cache: Path
    state: Path
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str] = field(default_factory=dict)
    notices: Notices = field(default_factory=Notices)
    problems_dir: Path | None = None

    @property
    def datasets(self) -> Path:
        """Where drawn and downloaded data sets are kept."""
        return self.cache / "data"

    @property
    def sandbox_root(self) -> Path:
        """Where boxes have their folders while they run."""
        return self.cache / "boxes"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Return the settings of a real run: the folders of platformdirs, or PRACTICE_HOME.

    Raises UsageError where PRACTICE_HOME or PRACTICE_PROBLEMS cannot be a folder.
    """
    if environ.get("PRACTICE_HOME"):
        home = _folder("PRACTICE_HOME", environ)
        cache, state = home / "cache", home / "state"
    else:
        import platformdirs  # noqa: PLC0415  (0.04 s that `--help` need not pay)

        cache = Path(platformdirs.user_cache_dir(APP))
        state = Path(platformdirs.user_state_dir(APP))
    streams = (
        sys.stdin or _nowhere("r"),
        _forgiving(_for_any_name(sys.stdout or _nowhere("w")), BrokenPipeError),
        error_stream(),
    )
    own = _folder(PROBLEMS, environ) if environ.get(PROBLEMS) else None
    # Commands that are started meanwhile run in other folders.
    environ = {**environ, PROBLEMS: str(own)} if own else dict(environ)
    return Settings(cache, state, *streams, environ, Notices(_to_stderr), own)


def error_stream() -> TextIO:
    """Where errors are said; that they cannot be read ends nothing, and changes no status."""
    return _forgiving(sys.stderr or _nowhere("w"), OSError)


def let_go(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that closing the stream raises nothing more."""
    with contextlib.suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _folder(name: str, environ: Mapping[str, str]) -> Path:
    """Return the folder that an environment variable names, as an absolute path."""
    given = environ[name]
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(f"{name} is {given}, and there is no such user") from error
    except FileNotFoundError as error:
        raise UsageError(
            f"{name} is {given}, in the current folder, which was deleted; go to another one"
        ) from error


class _Forgiving:
    """A stream whose reader may go away: what is written then goes nowhere, and ends nothing."""

    def __init__(self, stream: TextIO, forgiven: type[OSError]) -> None:
        self._stream, self._forgiven = stream, forgiven

    def write(self, text: str) -> int:
        with self._forgiving():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._forgiving():
            self._stream.flush()

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except self._forgiven:
            let_go(self._stream)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever a stream has)
        return getattr(self._stream, name)


def _forgiving(stream: TextIO, forgiven: type[OSError]) -> TextIO:
    return cast("TextIO", _Forgiving(stream, forgiven))


def _for_any_name(stream: TextIO) -> TextIO:
    """The stream, where a character that it cannot show is escaped: names of files hold any."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _to_stderr(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"practice: {words}\n")
        sys.stderr.flush()


def _nowhere(mode: str) -> TextIO:
    """What stands for a stream that was closed before the kit was started."""
    return cast("TextIO", open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123


def make_folder(folder: Path) -> Path:
    """Make a folder of the kit's own; raises UsageError where the place cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"cannot write to {folder} ({error.strerror}); "
            "set PRACTICE_HOME to a folder that you can write to"
        )
        raise UsageError(message) from error
    return folder
