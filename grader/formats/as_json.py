"""Write a report as JSON, as report.schema.json beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from grader.json_types import Count, described
from grader.report import FORMAT

if TYPE_CHECKING:
    from grader.report import Report

SCHEMA = Path(__file__).with_name("report.schema.json")


@dataclass(frozen=True)
class Totals:
    """What the JSON of a report holds besides the fields of Report."""

    format: Literal[2]
    points: Annotated[Count, described("of the checks that passed")]
    most_points: Annotated[Count, described("of the checks that were judged")]
    unjudged_points: Annotated[Count, described("of checks that a model file cannot answer")]


def to_json(report: Report) -> str:
    """Return the report as JSON: the same text for the same report on any machine."""
    totals = Totals(FORMAT, report.points, report.most_points, report.unjudged_points)
    values = {**asdict(report), **asdict(totals)}
    return json.dumps(values, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)
