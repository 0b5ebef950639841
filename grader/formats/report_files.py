"""`--beside`: write a report next to the submission."""

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
    """Raise UsageError, before any training, if the report cannot be written next to a file."""
    for path in _paths(file):
        require_writable(path)


def write(report: Report, file: Path) -> tuple[Path, Path]:
    """Write FILE.report.txt, as a terminal shows it, and FILE.report.json.

    Each is written atomically. Raises UsageError if that fails.
    """
    text = io.StringIO()
    terminal.show(report, console_on(text, {"NO_COLOR": "1", "COLUMNS": str(PLAIN_WIDTH)}))
    as_text, as_data = _paths(file)
    _write(as_text, text.getvalue())
    _write(as_data, as_json.to_json(report) + "\n")
    return as_text, as_data


def require_writable(path: Path) -> None:
    """Raise UsageError if a file cannot be written atomically; leave nothing behind."""
    try:
        if path.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch()
        fresh.unlink()
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _paths(file: Path) -> tuple[Path, Path]:
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
