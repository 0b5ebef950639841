"""A report beside the file that it is of, to be opened where the notebook is open."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.formats import as_json, terminal
from grader.formats.console import PLAIN_WIDTH, console_on

if TYPE_CHECKING:
    from pathlib import Path

    from grader.report import Report


def require(file: Path) -> None:
    """Raise UsageError where the report cannot be written beside a file: before any training."""
    for place in _places(file):
        try_out(place)


def write(report: Report, file: Path) -> tuple[Path, Path]:
    """Write FILE.report.txt, as a terminal shows it, and FILE.report.json, whole or not at all.

    Raises UsageError where they cannot be written.
    """
    words = io.StringIO()
    terminal.show(report, console_on(words, {"NO_COLOR": "1", "COLUMNS": str(PLAIN_WIDTH)}))
    as_text, as_data = _places(file)
    _write(as_text, words.getvalue())
    _write(as_data, as_json.to_json(report) + "\n")
    return as_text, as_data


def try_out(path: Path) -> None:
    """Raise UsageError where a file cannot be written whole or not at all; leaves nothing."""
    try:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch()
        fresh.unlink()
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _places(file: Path) -> tuple[Path, Path]:
    as_text, as_data = (file.with_name(f"{file.name}.report.{kind}") for kind in ("txt", "json"))
    return as_text, as_data


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
