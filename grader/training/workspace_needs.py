"""What a program needs in its sandbox, by its text: folders of other machines, own data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.sandbox.plan import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WORK, DATA = "work", "work/data"
# By a path in the program's text: Colab's, Kaggle's and Coursera's folders.
LINKS: Mapping[str, tuple[Link, ...]] = {
    r"/content\b": (Link("/content", WORK),),
    r"/kaggle\b": (Link("/kaggle/working", WORK), Link("/kaggle/input", DATA)),
    r"\.\./input\b": (Link("/input", DATA),),
    r"/tmp2\b": (Link("/tmp2", "home/tmp2"),),  # noqa: S108  (the sandbox's own)
}
# Folders into which course code unpacks archives, by their place in the sandbox.
TOPS: Mapping[str, str] = {
    "tmp": r"(?<![\w.])/tmp",
    WORK: r"(?<![\w.])(?:\.|/content|/kaggle/working)",
    "home/tmp2": r"/tmp2",  # noqa: S108  (the sandbox's own)
}
ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s\"']+")
UNPACKING = re.compile(
    r"\b(?:extractall|unpack_archive|unzip|unrar|tar|7z|py7zr|patoolib)\b"
    r"|\.extract\(|\b(?:extract|untar)\s*=\s*True"
)
IN_DATA = re.compile(r"""(?<![\w.-])data(?=["'/\\])|(?:\bcd|-[dCP])\s+["']?data\b""")
# Calls that change what their first argument names.
CHANGING = re.compile(
    r"\b(?:extractall|extract|mkdir|makedirs|rmdir|removedirs|rmtree|remove|unlink|touch|truncate"
    r"|chmod|chdir|open|imwrite|imsave|save_img|write_bytes|write_text|symlink_to)\s*\("
)
LITERAL = re.compile(r"""\s*(?:\w+\s*=\s*)?[rbu]?(["'])([^"'\n]*)\1\s*[,)]""")
READING = re.compile(r"""(?!.{0,200}?,\s*(?:mode\s*=\s*)?["'](?:[wax]|rb?\+))""")
# Calls and commands that may change what any of their arguments names.
MOVING = re.compile(
    r"\b(?:copy2?|copyfile|copytree|move|renames?|symlink|link|urlretrieve)\s*\((?!\s*\))"
    r"|\bos\.replace\s*\(|\bsave_to_dir\b|\b(?:extract|untar)\s*=\s*True"
    r"|\b(?:unpack_archive|unzip|unrar|tar|7z)\b"
    r"|\s-delete\b|(?<![\w.])(?:mv|rm|cp|ln|rsync|mkdir|touch)\s+[-\w./{$]"
)
DRAWING, SAVING = re.compile(r"\b(?:PIL|load_img)\b"), re.compile(r"(?<!model)\.save\(")
FILLING = (
    r"(?:mkdir|makedirs|copytree|move|rename|symlink|\bcp\b|\bmv\b|\bln\b|output\s*=)[^\n]{0,300}"
)
# A model or a table that a program saves there is not data that it reads.
NO_OUTPUT = r"""(?!/[^"'\n]{0,200}\.(?:h5|hdf5|keras|ckpt|tflite|csv|json|txt|log|pkl)\b)"""
MAKING = r"\b(?:mkdir|makedirs|copytree|symlink|rmtree)\s*\([^\n]{0,300}"


@dataclass(frozen=True)
class Needs:
    """What a run of a program gets.

    With `own_data` its `data/` is a copy that it may change; with `empty_data` it is empty.
    `served` are places such as `tmp/rps`, each with the data folder that is linked there.
    """

    own_data: bool = False
    empty_data: bool = False
    served: tuple[tuple[str, str], ...] = ()


def named_in(program: bytes) -> tuple[Link, ...]:
    """Return the links to the folders that a program names."""
    found: list[Link] = []
    for pattern, links in LINKS.items():
        if re.search(pattern.encode(), program):
            found += links
    return tuple(found)


def needed_by(program: bytes, folders: Iterable[str], *, own_data: bool = False) -> Needs:
    """Return what a program needs, by its text; `folders` are those of its data set.

    When in doubt it gets its own data: a needless copy takes a moment, a missing one can change
    the verdict.
    """
    # Addresses can contain folders called data.
    text, folders = ADDRESS.sub("", program.decode("utf-8", "replace")), tuple(folders)
    served = tuple(_expected(text, folders))
    changes = bool(served or IN_DATA.search(text)) and _changes_files(text)
    # On the author's machine `data` holds only the unpacked archive.
    empty = changes and not own_data and _unpacks_without_folders(text, folders)
    return Needs(own_data or changes, empty, served)


def _expected(text: str, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield known folders that a program names but neither unpacks nor fills."""
    if UNPACKING.search(text):
        return
    for top, pattern in TOPS.items():
        for name in folders:
            path = rf"{pattern}/{re.escape(name)}"
            named = re.search(rf"""(?<!log_dir=["']){path}(?=["'/\s]){NO_OUTPUT}""", text)
            if named and not _fills(text, path):
                yield f"{top}/{name}", name


def _fills(text: str, path: str) -> bool:
    """Whether a line makes this folder, by its path or by a variable that holds it."""
    if re.search(rf"""{FILLING}{path}/?["'\s]""", text):
        return True
    variables = set(re.findall(rf"""\b(\w+)\s*=\s*[^\n]{{0,50}}{path}/?["']""", text))
    return any(
        re.search(rf"{MAKING}\b{name}\b|\b{name}\b[^\n]{{0,50}}\.(?:mkdir|symlink_to)\(", text)
        for name in variables
    )


def _changes_files(text: str) -> bool:
    """Whether a program may change files below `data/`."""
    if MOVING.search(text) or (DRAWING.search(text) and SAVING.search(text)):
        return True
    for call in CHANGING.finditer(text):
        if call[0].startswith("open") and READING.match(text, call.end()):
            continue
        given = LITERAL.match(text, call.end())
        if given is None or IN_DATA.search(given[0]):
            return True
    return False


def _unpacks_without_folders(text: str, folders: Iterable[str]) -> bool:
    """Whether a program unpacks archives and names none of the folders that data holds."""
    named = (re.search(rf"(?<![\w-]){re.escape(name)}(?![\w.-])", text) for name in folders)
    return bool(UNPACKING.search(text)) and not any(named)
