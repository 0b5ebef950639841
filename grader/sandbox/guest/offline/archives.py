"""Zip archives with the official layout, made of the sandbox's own data.

The same data give the same bytes: names are sorted, times are fixed, nothing is compressed.
"""

from __future__ import annotations

import os
import zipfile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # A file's name in an archive and its path; a folder's name ends with a slash, its path is "".
    Member = tuple[str, str]

TIME = (2019, 1, 1, 0, 0, 0)
FOLDER, FILE = 0o40755 << 16 | 0x10, 0o100644 << 16


def write(parts: Iterable[dict[str, Any]], locate: Callable[[str], str], target: IO[bytes]) -> None:
    """Write an archive of these parts; `locate` returns the path of a part's source.

    The fields of a part are those of `ArchivePart` in `grader/datasets/spec.py`.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, path in _members(parts, locate):
            info = zipfile.ZipInfo(name, TIME)
            info.create_system = 3
            info.external_attr = FILE if path else FOLDER
            if not path:
                archive.writestr(info, b"")
                continue
            with open(path, "rb") as image:  # noqa: PTH123
                archive.writestr(info, image.read())


def _members(parts: Iterable[dict[str, Any]], locate: Callable[[str], str]) -> Iterator[Member]:
    named: set[str] = set()
    for part in parts:
        top = ""
        for name in part["target"].split("/") if part["target"] else ():
            top += f"{name}/"
            if top not in named:
                named.add(top)
                yield top, ""
        folder = locate(part["source"])
        yield from _renamed(folder, top, part) if part["rename"] else _below(folder, top)


def _below(folder: str, top: str) -> Iterator[Member]:
    """Yield all that a folder holds, below another name."""
    for name in sorted(os.listdir(folder)):  # noqa: PTH208
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112
            yield f"{top}{name}/", ""
            yield from _below(path, f"{top}{name}/")
        else:
            yield top + name, path


def _renamed(folder: str, top: str, part: dict[str, Any]) -> Iterator[Member]:
    """Yield the part's share of the files that hold bytes, with new numbers in their names."""
    ending = os.path.splitext(part["rename"])[1]  # noqa: PTH122
    names = [name for name in os.listdir(folder) if name.lower().endswith(ending)]  # noqa: PTH208
    names.sort(key=lambda name: (len(name), name))  # 2.jpg before 10.jpg
    paths = [os.path.join(folder, name) for name in names]  # noqa: PTH118
    paths = [path for path in paths if os.path.getsize(path)]  # noqa: PTH202
    start, stop = (int(len(paths) * share) for share in part["share"])
    for number, path in enumerate(paths[start:stop], part["first"]):
        yield top + part["rename"].replace("{number}", str(number)), path
