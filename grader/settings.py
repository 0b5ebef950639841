"""Where the kit keeps things, and what it was started with; handed in, never patched."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from grader.errors import UsageError
from grader.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "certification-practice-kit"


@dataclass(frozen=True)
class Settings:
    """The folders, streams and environment of one run of the kit.

    `cache` holds what can be made again (data sets, boxes at work), `state` what cannot. `notices`
    are said whatever a command is doing.
    """

    cache: Path
    state: Path
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str] = field(default_factory=dict)
    notices: Notices = field(default_factory=Notices)

    @property
    def datasets(self) -> Path:
        """Where drawn and downloaded data sets are kept."""
        return self.cache / "data"

    @property
    def boxes(self) -> Path:
        """Where boxes have their folders while they run."""
        return self.cache / "boxes"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings of a real run: platformdirs' places, all moved by PRACTICE_HOME."""
    moved = environ.get("PRACTICE_HOME")
    if moved:
        home = Path(moved).expanduser().absolute()
        cache, state = home / "cache", home / "state"
    else:
        import platformdirs  # noqa: PLC0415  (0.04 s that `--help` need not pay)

        cache = Path(platformdirs.user_cache_dir(APP))
        state = Path(platformdirs.user_state_dir(APP))
    streams = (
        sys.stdin or _nowhere("r"),
        _for_any_name(sys.stdout or _nowhere("w")),
        sys.stderr or _nowhere("w"),
    )
    return Settings(cache, state, *streams, dict(environ), Notices(_to_stderr))


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
