"""All that a submission prints, written to a file as it comes: `--output FILE`."""

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
    """An open file for the output of one training, which it holds no more than `most` bytes of.

    Raises UsageError where the file cannot be written, or holds something already.
    """

    def __init__(self, path: Path, most: int) -> None:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        try:
            if path.is_file() and path.stat().st_size:
                raise UsageError(f"{path} is not empty and was not overwritten; name a new file")
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        self._path, self._most, self._left = path, most, most
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

    def take(self, data: bytes) -> None:
        """Write the next part; an error ends the writing, and never the training."""
        if self._error or self._left < 0:
            return
        rest, self._left = self._left, self._left - len(data)
        data = data[:rest]
        if self._left < 0:
            data += f"\n[cut at the output limit of {self._most / MEGABYTE:g} MB]\n".encode()
        try:
            while data:
                data = data[self._file.write(data) or 0 :]
        except OSError as error:
            self._error = error.strerror or str(error)

    @property
    def remark(self) -> str:
        """What there is in the file, for a person."""
        if self._error:
            return f"{self._path} is incomplete: {self._error}"
        if self._left == self._most:
            return f"{self._path} is empty: nothing was printed"
        return f"All output is in {self._path}"
