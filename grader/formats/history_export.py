"""Export the history as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.history.stored_report import upgraded
from grader.report import CheckOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.history.attempt import Attempt

FORMAT = 2
# A spreadsheet takes a cell that starts with one of these for a formula.
FORMULA = (*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are full-width
SETS = ("training", "validation", "held-out")
VERSIONS = ("kit", "python", "keras")
MACHINE = ("system", "machine", "processors")


def to_json(attempts: Iterable[tuple[Attempt, str]]) -> str:
    """Return every attempt with its report; a report that is not JSON stays a string."""
    values = [{**asdict(attempt), "report": _parsed(report)} for attempt, report in attempts]
    return json.dumps({"format": FORMAT, "attempts": values}, indent=2, sort_keys=True) + "\n"


def to_csv(attempts: Iterable[tuple[Attempt, str]]) -> str:
    """Return one row an attempt (RFC 4180); no cell is a formula."""
    rows = [_row(attempt, _parsed(report)) for attempt, report in attempts]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEADINGS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


HEADINGS = (
    *("id", "at", "origin", "problem", "variant", "data", "sandbox", "seed", "file", "sha256"),
    *("verdict", "score", "points", "most_points", "failed", "not_run", "fault", "seconds"),
    *(f"accuracy_{name}" for name in SETS),
    *VERSIONS,
    *MACHINE,
)


def _row(attempt: Attempt, report: Any) -> dict[str, Any]:  # noqa: ANN401  (whatever was stored)
    report = report if isinstance(report, dict) else {}
    values = {**asdict(attempt), "origin": attempt.origin.value}
    accuracy, fault = report.get("accuracy", {}), report.get("fault") or {}
    return {
        **{name: values[name] for name in HEADINGS if name in values and name not in MACHINE},
        "failed": _checks(report, CheckOutcome.FAILED),
        "not_run": _checks(report, CheckOutcome.NOT_RUN),
        "fault": fault.get("type", ""),
        **{f"accuracy_{name}": accuracy.get(name) for name in SETS},
        **{name: attempt.versions.get(name, "") for name in VERSIONS},
        **{name: attempt.machine.get(name, "") for name in MACHINE},
    }


def _checks(report: Mapping[str, Any], outcome: CheckOutcome) -> str:
    checks = report.get("checks", [])
    return " ".join(check["name"] for check in checks if check["outcome"] == outcome.value)


def _cell(value: object) -> object:
    """Quote text that a spreadsheet would take for a formula."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(FORMULA) else value


def _parsed(text: str) -> Any:  # noqa: ANN401  (whatever was stored)
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return upgraded(report) if isinstance(report, dict) else report
