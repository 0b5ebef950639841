"""Settings of one run: folders, streams and environment, passed as an argument."""

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

    `cache` holds what can be created again (data sets, sandboxes), `state` what cannot. `notices`
    print lines whatever a command is doing. `problems_dir` is a directory with an instructor's
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
        """The folder of generated and downloaded data sets."""
        return self.cache / "data"

    @property
    def sandbox_root(self) -> Path:
        """The folder of running sandboxes."""
        return self.cache / "boxes"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Return settings with the folders of platformdirs, or below PRACTICE_HOME.

    Raises UsageError if PRACTICE_HOME or PRACTICE_PROBLEMS is not a valid path.
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
    """Return standard error; a failed write to it is ignored."""
    return _forgiving(sys.stderr or _nowhere("w"), OSError)


def discard(stream: TextIO) -> None:
    """Discard what is still buffered, so that closing the stream raises no further error."""
    with contextlib.suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _folder(name: str, environ: Mapping[str, str]) -> Path:
    """Return the folder that an environment variable names, as an absolute path."""
    given = environ[name]
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(f"{name} is {given}, but there is no such user") from error
    except FileNotFoundError as error:
        raise UsageError(
            f"{name} is {given}, relative to a folder that no longer exists; "
            "change to another folder"
        ) from error


class _Forgiving:
    """A stream that discards its output after certain errors, such as a closed pipe."""

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
            discard(self._stream)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever a stream has)
        return getattr(self._stream, name)


def _forgiving(stream: TextIO, forgiven: type[OSError]) -> TextIO:
    return cast("TextIO", _Forgiving(stream, forgiven))


def _for_any_name(stream: TextIO) -> TextIO:
    """Make a stream escape characters that it cannot encode: file names may contain any."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _to_stderr(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"practice: {words}\n")
        sys.stderr.flush()


def _nowhere(mode: str) -> TextIO:
    """Return a replacement for a stream that was closed before the start."""
    return cast("TextIO", open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123


def make_folder(folder: Path) -> Path:
    """Create a folder of the kit; raise UsageError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"cannot write to {folder} ({error.strerror}); "
            "set PRACTICE_HOME to a folder that you can write to"
        )
        raise UsageError(message) from error
    return folder
