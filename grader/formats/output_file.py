"""`--output FILE`: write everything that a submission prints to a file, as it arrives."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

MEGABYTE = 10**6


class OutputFile:
    """A file for the output of one training, cut at `limit` bytes.

    Raises UsageError if the file cannot be written or is not empty.
    """

    def __init__(self, path: Path, limit: int) -> None:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        try:
            if path.is_file() and path.stat().st_size:
                raise UsageError(f"{path} is not empty and was not overwritten; pass a new file")
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        self._path, self._limit, self._left = path, limit, limit
        self._error = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._file.close()

    def write(self, data: bytes) -> None:
        """Write the next part; an error stops the writing, never the training."""
        if self._error or self._left < 0:
            return
        room, self._left = self._left, self._left - len(data)
        data = data[:room]
        if self._left < 0:
            data += f"\n[cut at the output limit of {self._limit / MEGABYTE:g} MB]\n".encode()
        try:
            while data:
                data = data[self._file.write(data) or 0 :]
        except OSError as error:
            self._error = error.strerror or str(error)

    @property
    def summary(self) -> str:
        """One line about the file."""
        if self._error:
            return f"{self._path} is incomplete: {self._error}"
        if self._left == self._limit:
            return f"{self._path} is empty: nothing was printed"
        return f"Output written to {self._path}"
