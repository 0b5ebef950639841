"""The sandbox's replacement for the internet: a known address gives a file, any other an error."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING

from ...observations import Asked
from . import archives
from .catalogue import DIGITS, Catalogue, folder_in

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[Asked], None]

LONGEST = 300
MOST_NOTES = 100


class NotServed(Exception):
    """An address that is not served; the text is the reason, in one line."""


@dataclass(frozen=True)
class Served:
    """The file at an address: open at its start, and its size in bytes."""

    name: str
    file: IO[bytes]
    size: int


class Server:
    """Serves the data in the sandbox's `home`; `report` gets a report of each requested address."""

    def __init__(self, home: str, report: Report) -> None:
        self._folder, self._report = folder_in(home), report
        self._catalogue = Catalogue(home)

    def knows(self, path: str) -> bool:
        """Tell whether a path has the name of a known file."""
        return bool(self._catalogue.file_of(path))

    def open(self, address: str) -> Served:
        """Return the file at an address; raises NotServed where there is none."""
        file, shown = self._catalogue.file_of(address), " ".join(address.split())[:LONGEST]
        reason, words = self._refusal(file)
        if reason:
            self._report(Asked(shown, file, reason))
            raise NotServed(f"{shown} {words}")
        found = self._made(file)
        self._report(Asked(shown, file, ""))
        found.seek(0, os.SEEK_END)
        size = found.tell()
        found.seek(0)
        return Served(file, found, size)

    def _refusal(self, file: str) -> tuple[str, str]:
        """Return why a file is not served, as a code and in words; empty texts where it is."""
        offered = ", ".join(self._catalogue.offered()) or "nothing"
        if self._catalogue.is_withheld(file):
            return "kept back", "is not served: its images are held out, to score your model"
        if not file:
            return "unknown", f"is not served: the sandbox has no internet, and serves {offered}"
        if not self._catalogue.is_here(file):
            return "another", f"is not served: it belongs to another problem; this serves {offered}"
        return "", ""

    def _made(self, file: str) -> IO[bytes]:
        path, parts = self._catalogue.path(file), self._catalogue.parts(file)
        if path:
            return open(path, "rb")  # noqa: PTH123
        os.makedirs(self._folder, exist_ok=True)  # noqa: PTH103
        made: IO[bytes] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
        if parts:
            archives.write(parts, self._catalogue.locate, made)
        else:
            assert file == DIGITS
            from . import digits  # noqa: PLC0415  (few programs ask for digits)

            digits.write(made)
        return made


def note_in(home: str) -> Report:
    """Return a `report` for other processes of the sandbox, which writes the reports to a file."""

    def store(asked: Asked) -> None:
        with contextlib.suppress(OSError), open(_notes(home), "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(asdict(asked)) + "\n")

    return store


def pass_on(home: str, report: Report) -> None:
    """Report once what other processes have written to the file."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        with open(_notes(home), encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read(MOST_NOTES * 2 * LONGEST).splitlines()[:MOST_NOTES]
        os.remove(_notes(home))  # noqa: PTH107
        for line in lines:
            report(Asked(**json.loads(line)))


def _notes(home: str) -> str:
    return os.path.join(folder_in(home), "asked.jsonl")  # noqa: PTH118
