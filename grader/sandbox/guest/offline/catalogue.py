"""The files that the sandbox serves as downloads, as the host describes them.

The host writes the description, from the specs of its data sets, to the sandbox's home:

    {"places": {visible folder: its path below the home},
     "files": [{"name", "parts" or "path", "address_has"}], "withheld": [names]}

`grader/datasets/spec.py` explains the fields of a file.
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import unquote, urlsplit

from ...conventions import CATALOGUE, KIT_FOLDER

DIGITS = "mnist.npz"  # Drawn here, for programs that load it beside the data of their problem.


def folder_in(home: str) -> str:
    """Return the kit's folder in the sandbox's home."""
    return os.path.join(home, KIT_FOLDER)  # noqa: PTH118


def name_in(address: str) -> str:
    """Return the name that a download of an address has by default."""
    return _last_part(address) or "index.html"


class Catalogue:
    """What is known of downloads, and which of them this sandbox has the data for."""

    def __init__(self, home: str) -> None:
        self._home = home
        stored = _read(os.path.join(home, CATALOGUE))  # noqa: PTH118
        self._places: dict[str, str] = stored.get("places", {})
        self._files: list[dict[str, Any]] = stored.get("files", [])
        self._withheld = frozenset(stored.get("withheld", ()))

    def file_of(self, address: str) -> str:
        """Return the name of the known file that an address leads to, whatever its host and path.

        Empty where there is none.
        """
        name = _last_part(address).lower()
        known = self._entry(name, address) is not None or name in self._withheld or name == DIGITS
        return name if known else ""

    def is_withheld(self, file: str) -> bool:
        """Tell whether a file must not be served, because its images score the model."""
        return file in self._withheld

    def is_here(self, file: str) -> bool:
        """Tell whether this sandbox has the data of a known file."""
        entry = self._entry(file)
        return entry is None or all(self.locate(source) for source in _sources(entry))

    def parts(self, file: str) -> list[dict[str, Any]]:
        """Return the parts of an archive; none for a file that is served as it is."""
        entry = self._entry(file)
        return entry["parts"] if entry else []

    def path(self, file: str) -> str:
        """Return the path of a file that is served as it is, or an empty text."""
        entry = self._entry(file)
        return self.locate(entry["path"]) if entry and entry["path"] else ""

    def offered(self) -> list[str]:
        """Return the names of the files that this sandbox serves."""
        return [entry["name"] for entry in self._files if self.is_here(entry["name"])]

    def locate(self, source: str) -> str:
        """Return where a path below the visible data lies; empty where the sandbox has it not."""
        folder, _, below = source.partition("/")
        place = self._places.get(folder)
        path = os.path.join(self._home, place, below) if place else ""  # noqa: PTH118
        return path if path and os.path.exists(path) else ""  # noqa: PTH110

    def _entry(self, name: str, address: str = "") -> dict[str, Any] | None:
        for entry in self._files:
            words = entry["address_has"]
            fits = not (address and words) or any(word in address.lower() for word in words)
            if entry["name"] == name and fits:
                return entry
        return None


def _sources(entry: dict[str, Any]) -> list[str]:
    return [entry["path"]] if entry["path"] else [part["source"] for part in entry["parts"]]


def _last_part(address: str) -> str:
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    return unquote(path).rsplit("/", 1)[-1]


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            stored = json.load(file)
    except (OSError, ValueError):  # The program may have removed or changed it.
        return {}
    return stored if isinstance(stored, dict) else {}
