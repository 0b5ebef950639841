"""A notebook as Jupyter, Colab and Kaggle write it: its code cells, and nothing else of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# With its outputs; the code itself may have as much as a Python file.
LARGEST_NOTEBOOK = 20 * 10**6
OTHER_KERNELS = re.compile(r"ir$|julia|javascript|deno|scala|octave|bash", re.IGNORECASE)
EXPECTED_ERROR = "raises-exception"
ERROR = "error"  # the kind of a cell's saved output


@dataclass(frozen=True)
class CodeCell:
    """The text of one code cell; `may_fail` where its author expects an error, or met one."""

    text: str
    may_fail: bool


def cells(path: Path, source: bytes) -> tuple[CodeCell, ...]:
    """The code cells in their order, empty ones too: their numbers are counted.

    Raises UsageError where it is no notebook, or none in Python.
    """
    book = _parse(path, source)
    language = _other_language(book)
    if language:
        raise UsageError(f"{path} is a notebook in {language}; the problems are for Python")
    return tuple(_code_cells(path, book))


def _parse(path: Path, source: bytes) -> dict[str, Any]:
    try:
        book = json.loads(source.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not in UTF-8, as notebooks are; export it again") from error
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{path}, line {error.lineno}: this is no notebook ({error.msg}); "
            "export it again as .ipynb, or hand in Python as .py"
        ) from error
    except (RecursionError, ValueError) as error:
        raise UsageError(f"{path} is no notebook that Jupyter would write") from error
    if not isinstance(book, dict) or not {"cells", "worksheets"} & book.keys():
        raise UsageError(f"{path} is JSON, but no notebook: it has no cells; export it again")
    return book


def _other_language(book: dict[str, Any]) -> str:
    """The language, where the notebook says one and it is not Python; else empty."""
    about = book.get("metadata")
    info, kernel = (_part(about, name) for name in ("language_info", "kernelspec"))
    language, name = info.get("name") or kernel.get("language"), str(kernel.get("name"))
    if language:
        return "" if "python" in str(language).lower() else str(language)[:40]
    # A kernel may have any name: only these tell of another language.
    return name[:40] if OTHER_KERNELS.match(name) else ""


def _part(about: object, name: str) -> dict[str, Any]:
    part = about.get(name) if isinstance(about, dict) else None
    return part if isinstance(part, dict) else {}


def _code_cells(path: Path, book: dict[str, Any]) -> Iterator[CodeCell]:
    sheets = [book] if "cells" in book else book["worksheets"]
    for sheet in sheets if isinstance(sheets, list) else []:
        listed = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(listed, list):
            raise UsageError(f"{path} is no notebook: its cells are no list; export it again")
        if not all(isinstance(cell, dict) for cell in listed):
            raise UsageError(f"{path} is no notebook: a cell of it is none; export it again")
        code = [cell for cell in listed if cell.get("cell_type") == "code"]
        for number, cell in enumerate(code):
            # Before version 4 of the format the text stood under another name.
            text = _text(path, cell.get("source", cell.get("input", "")))
            yield CodeCell(text, _may(cell) or _went_on(cell, code[number + 1 :]))


def _text(path: Path, value: object) -> str:
    given = value if isinstance(value, list) else [value]
    parts = [part for part in given if isinstance(part, str)]
    if len(parts) != len(given):
        raise UsageError(f"{path} is no notebook: a cell's source is no text; export it again")
    text = "".join(parts).replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{path}: a cell holds half of a character; delete it there") from error
    return text


def _may(cell: dict[str, Any]) -> bool:
    tags = _part(cell, "metadata").get("tags")
    return isinstance(tags, list) and EXPECTED_ERROR in tags


def _went_on(cell: dict[str, Any], later: list[dict[str, Any]]) -> bool:
    """Whether it ended in an error when it was last run, and its author went on to later cells."""
    outputs, count = cell.get("outputs"), cell.get("execution_count")
    kinds = [_kind(each) for each in outputs] if isinstance(outputs, list) else []
    after = [each.get("execution_count") for each in later]
    counted = isinstance(count, int) and any(isinstance(n, int) and n > count for n in after)
    return ERROR in kinds and counted


def _kind(output: object) -> object:
    return output.get("output_type") if isinstance(output, dict) else None
