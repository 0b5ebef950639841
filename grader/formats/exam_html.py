"""The report of an exam as one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from grader.datasets.spec import SHOWN_KINDS
from grader.errors import UsageError
from grader.exam.scoring import PASS_SHARE
from grader.exam.session import clock_time
from grader.printable import one_line

if TYPE_CHECKING:
    from grader.exam.result import ExamReport

TEMPLATE = "exam.html.j2"


def to_html(report: ExamReport) -> str:
    """Return the page; names and errors of submissions are escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        # File names may contain control characters and invalid UTF-8.
        finalize=lambda value: one_line(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["clock"] = clock_time
    templates.filters["shown"] = lambda kind: SHOWN_KINDS.get(kind, kind)
    templates.filters["day"] = lambda at: at.astimezone().strftime("%Y-%m-%d %H:%M (UTC%z)")
    return templates.get_template(TEMPLATE).render(report=report, share=f"{PASS_SHARE:.0%}") + "\n"


def write(report: ExamReport, path: Path, stdout: TextIO) -> None:
    """Write the page to a file, or to standard output for "-"; raise UsageError if that fails."""
    page = to_html(report)
    if str(path) == "-":
        stdout.write(page)
        return
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
