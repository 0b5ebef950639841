"""One place that answers for the internet: a known address gives a file, any other an error."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ...protocol import DATA, KERAS_DATA, KIT_FOLDER
from . import addresses, archives

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[..., None]

LONGEST = 300
MOST_TOLD = 100


def folder_in(home: str) -> str:
    """The kit's own folder in the box's home."""
    return os.path.join(home, KIT_FOLDER)  # noqa: PTH118


class NotServed(Exception):
    """An address that is not served, and why, in one line."""


@dataclass(frozen=True)
class Served:
    """A file that an address gives: open at its beginning, and its size in bytes."""

    name: str
    file: IO[bytes]
    size: int


class Server:
    """Serves what lies in the box's `home`; `tell` is told of each address that is asked for."""

    def __init__(self, home: str, tell: Tell) -> None:
        self._folder, self._tell = folder_in(home), tell
        self._data = [os.path.join(home, place) for place in (DATA, KERAS_DATA)]  # noqa: PTH118

    def open(self, address: str) -> Served:
        """What an address gives; raises NotServed where that is nothing."""
        file, shown = addresses.file_of(address), " ".join(address.split())[:LONGEST]
        reason, words = self._refusal(file)
        if reason:
            self._tell(address=shown, file=file, refused=reason)
            raise NotServed(f"{shown} {words}")
        found = self._made(file)
        self._tell(address=shown, file=file, refused="")
        found.seek(0, os.SEEK_END)
        size = found.tell()
        found.seek(0)
        return Served(file, found, size)

    def offered(self) -> list[str]:
        """What this box serves, in words."""
        names = [name for name, folder in addresses.FILES.items() if self._place(folder)]
        archives_only = [name for name in names if not name.endswith(".gz")]
        return archives_only + (
            ["the four files of Fashion-MNIST"] if archives_only != names else []
        )

    def _refusal(self, file: str) -> tuple[str, str]:
        """Why a file is not served, as a word and in words; two empty texts where it is."""
        offered = f"served are {', '.join(self.offered()) or 'none'}"
        if file in addresses.KEPT_BACK:
            return "kept back", "is not served: these pictures are kept back, to mark your model"
        if not file:
            return "unknown", f"is not served in the box, which has no internet: {offered}"
        if file != addresses.DIGITS and not self._place(addresses.FILES[file]):
            return "another", f"is not served: it is the data of another problem; {offered}"
        return "", ""

    def _place(self, name: str) -> str:
        """Where a data set's folder lies; empty where this problem has none of this name."""
        places = [os.path.join(data, name) for data in self._data]  # noqa: PTH118
        return next((place for place in places if os.path.isdir(place)), "")  # noqa: PTH112

    def _made(self, file: str) -> IO[bytes]:
        place = self._place(addresses.FILES.get(file, ""))
        if file.endswith(".gz"):
            return open(os.path.join(place, file), "rb")  # noqa: PTH118, PTH123
        os.makedirs(self._folder, exist_ok=True)  # noqa: PTH103
        made: IO[bytes] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
        if file == addresses.DIGITS:
            from . import digits  # noqa: PLC0415  (few programs ask for digits)

            digits.write(made)
        else:
            archives.write(file, place, made)
        return made


def note_in(home: str) -> Tell:
    """A `tell` for other processes of the box: what it is told is written down."""

    def tell(**values: object) -> None:
        with contextlib.suppress(OSError), open(_notes(home), "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(values) + "\n")

    return tell


def pass_on(home: str, tell: Tell) -> None:
    """Tell what other processes have written down, once."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        with open(_notes(home), encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read(MOST_TOLD * 2 * LONGEST).splitlines()[:MOST_TOLD]
        os.remove(_notes(home))  # noqa: PTH107
        for line in lines:
            tell(**json.loads(line))


def _notes(home: str) -> str:
    return os.path.join(folder_in(home), "asked.jsonl")  # noqa: PTH118
