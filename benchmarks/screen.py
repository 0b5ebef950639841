"""Render a report as the SVG of the README.

practice check problem1 --wrong scales_twice --json > report.json
python -m benchmarks.screen report.json > docs/screen.svg
"""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from grader.formats import terminal
from grader.history.stored_report import read_report

WIDTH = 88


def main() -> None:
    """Print the SVG of the report whose path is the first argument."""
    report = read_report(Path(sys.argv[1]).read_text(encoding="utf-8"), 0)
    console = Console(
        file=io.StringIO(), record=True, width=WIDTH, force_terminal=True, highlight=False
    )
    terminal.show(replace(report, printed=()), console)
    sys.stdout.write(console.export_svg(title=f"practice check {report.problem}"))


if __name__ == "__main__":
    main()
