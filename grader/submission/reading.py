"""A file, read once into a Submission, or refused in one line."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.submission import magics, notebook, saved_model
from grader.submission.location import Cell
from grader.submission.model import Kind, Submission
from grader.submission.static_checks import is_python

if TYPE_CHECKING:
    from pathlib import Path

CLEARLY = 100
LARGEST = 10**6  # bytes: to parse one can take 900 times as much memory
NOTEBOOK = ".ipynb"
ENDINGS = (".py", NOTEBOOK, ".h5")
MOST_NAMES = 8
BOM = b"\xef\xbb\xbf"
PAGE = (b"<!doctype html", b"<html")


def read(path: Path) -> Submission:
    """Read a submission, or the only one in a folder; raises UsageError where there is none."""
    try:
        if path.is_dir():
            path = _only_one_in(path)
        size = path.stat().st_size
        if not path.is_file():
            raise UsageError(f"{path} is not a regular file")
        with path.open("rb") as file:
            if saved_model.is_model(path, file.read(8)):
                saved_model.require_size(path, size)
                return Submission(path, b"", "", Kind.MODEL, is_empty=not size)
            _require_size(path, size)
            file.seek(0)
            source = file.read(size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot read {path}: {reason}") from error
    if not source.removeprefix(BOM).strip():
        kind = Kind.NOTEBOOK if _ending(path) == NOTEBOOK else Kind.PYTHON
        return Submission(path, source, "", kind, is_empty=True)
    if source.lstrip(BOM + b" \t\r\n")[:20].lower().startswith(PAGE):
        raise UsageError(f"{path} is a web page; download the file itself (GitHub: the button Raw)")
    return _notebook(path, source) if _ending(path) == NOTEBOOK else _python(path, source)


def _ending(path: Path) -> str:
    return path.suffix.lower()


def _require_size(path: Path, size: int) -> None:
    if _ending(path) == NOTEBOOK and size > notebook.LARGEST_NOTEBOOK:
        raise UsageError(
            f"{path} has {_size(size)}, and a notebook may have "
            f"{notebook.LARGEST_NOTEBOOK // 10**6} MB: clear the outputs of all cells, and save it"
        )
    if _ending(path) != NOTEBOOK and size > LARGEST:
        raise UsageError(
            f"{path} has {_size(size)}; a submission is a Python file "
            f"of at most {LARGEST // 10**6} MB"
        )


def _size(count: int) -> str:
    """A size in words; in bytes where megabytes would say that it is none too many."""
    return f"{count / 10**6:,.0f} MB" if count >= CLEARLY * LARGEST else f"{count:,} bytes"


def _python(path: Path, source: bytes) -> Submission:
    text, encoding = _decode(path, source)
    if text.lstrip().startswith("{") and '"cells"' in text and '"nbformat"' in text:
        name = path.stem.removesuffix(NOTEBOOK) + NOTEBOOK  # The browser's name.ipynb.txt.
        raise UsageError(f"{path} holds a notebook; rename it to {name}")
    has_shell = any(word in text for word in ("get_ipython", "google.colab"))
    if not is_python(source):
        made = magics.in_file(text)
        if made != text:
            code = made.encode(encoding)
            return Submission(path, source, text, code=code, has_shell=True)
    return Submission(path, source, text, has_shell=has_shell)


def _notebook(path: Path, source: bytes) -> Submission:
    """A notebook as one program: the cells one after the other, each line in its place."""
    found = notebook.cells(path, source)
    firsts, line = [], 1
    for cell in found:
        firsts.append(line)
        line += cell.text.count("\n") + 1
    # What is Python already stays as it is, whatever it looks like, but for a bare `ls`.
    made = [
        one.text
        if is_python(one.text) and not magics.is_typed(one.text)
        else magics.in_cell(one.text)
        for one in found
    ]
    code = "\n".join(made).encode()
    if len(code) > LARGEST:
        raise UsageError(
            f"{path} has {_size(len(code))} of code; at most {LARGEST // 10**6} MB are run"
        )
    return Submission(
        path,
        source,
        "\n".join(one.text for one in found),
        Kind.NOTEBOOK,
        code,
        tuple(Cell(first, one.may_fail) for first, one in zip(firsts, found, strict=True)),
        has_shell=True,
    )


def _only_one_in(folder: Path) -> Path:
    """The one submission in a folder; raises UsageError, which lists them, unless there is one."""
    if (folder / "saved_model.pb").exists():
        raise UsageError(
            f"{folder} is a folder in TensorFlow's SavedModel format; {saved_model.ASK}"
        )
    found = sorted(
        path
        for path in folder.iterdir()  # The ._name of macOS is none of them.
        if _ending(path) in ENDINGS and path.is_file() and not path.name.startswith(".")
    )
    if len(found) == 1:
        if not found[0].resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{found[0]} is a link to a file elsewhere: name that file itself")
        return found[0]
    if not found:
        raise UsageError(f"{folder} is a folder without a submission ({', '.join(ENDINGS)})")
    names = ", ".join(path.name for path in found[:MOST_NAMES])
    more = f" and {len(found) - MOST_NAMES} more" if len(found) > MOST_NAMES else ""
    raise UsageError(f"{folder} is a folder of {len(found)} submissions; name one: {names}{more}")


def _decode(path: Path, source: bytes) -> tuple[str, str]:
    """The text of a Python file, its lines ended by line feeds, and its encoding."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in source:
        raise UsageError(f"{path} is not plain text in UTF-8; save it again with that encoding")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path}, line {line}: byte 0x{source[error.start]:02x} is not "
            f"{error.encoding.upper()}; save the file as UTF-8"
        ) from error
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise UsageError(f"{path}: {error}; save the file as UTF-8") from error
    # Universal newlines, as Python itself reads a file.
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
