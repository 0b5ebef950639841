"""A report as JSON; report.schema.json beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from grader.report import FORMAT

if TYPE_CHECKING:
    from grader.report import Report

SCHEMA = Path(__file__).with_name("report.schema.json")


def to_json(report: Report) -> str:
    """The whole report, the same text for the same report on any machine."""
    values = {
        "format": FORMAT,
        **asdict(report),
        "points": report.points,
        "most_points": report.most_points,
        "unjudged_points": report.unjudged_points,
    }
    return json.dumps(values, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)
