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
    """Raise UsageError where nothing can be written beside a file: before an hour of training."""
    if not os.access(file.absolute().parent, os.W_OK):
        raise UsageError(f"--beside: nothing can be written into {file.absolute().parent}")


def write(report: Report, file: Path) -> tuple[Path, Path]:
    """Write FILE.report.txt, as a terminal shows it, and FILE.report.json, whole or not at all.

    Raises UsageError where they cannot be written.
    """
    words = io.StringIO()
    terminal.show(report, console_on(words, {"NO_COLOR": "1", "COLUMNS": str(PLAIN_WIDTH)}))
    places = (file.with_name(f"{file.name}.report.{kind}") for kind in ("txt", "json"))
    as_text, as_data = places
    _write(as_text, words.getvalue())
    _write(as_data, as_json.to_json(report) + "\n")
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
