"""Read a report from its JSON, also one that an older kit wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from grader.errors import UsageError
from grader.report import FORMAT, Report

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a name of format 1 is called since format 2, by the record that holds it.
_RENAMED = {
    "check": {"seen": "actual", "advice": "fix"},
    "fault": {"advice": "fix", "rule": "mistake"},
    "mistake": {"rule": "id", "seen": "actual", "advice": "fix"},
    "trained": {"mark": "score"},
    "report": {"mark": "score", "box": "sandbox", "findings": "mistakes"},
    "seconds": {"box": "sandbox"},
}
_SANDBOXES = {"bubblewrap": "isolated", "plain": "basic"}
# Fields of Report that the first reports did not have.
_ADDED = {"title": "", "file": "", "sha256": "", "data": "", "sandbox": "", "seed": 0, "checks": []}


def read_report(text: str, number: int) -> Report:
    """Return the report of attempt `number`; raises UsageError if the text is not a report."""
    try:
        values = json.loads(text)  # It takes names that are not valid Unicode; msgspec does not.
        report = msgspec.convert(upgraded(msgspec.convert(values, dict[str, Any])), Report)
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError(
            f"the report of attempt {number} cannot be read ({error}); "
            f"`practice history show {number} --json` prints it as it is"
        ) from error
    # A score is shown with the accuracy that it stands for.
    return report if "held-out" in report.accuracy else replace(report, score=None)


def upgraded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON values of a report of any format as those of the newest one."""
    if values.get("format", 1) >= FORMAT:
        return dict(values)
    new = {**_ADDED, **_renamed("report", values)}
    for name in ("fault", "trained", "seconds"):
        if new.get(name):
            new[name] = _renamed(name, new[name])
    checks = [_renamed("check", each) for each in new["checks"]]
    new["checks"] = [{"title": each.get("name"), "points": 0, **each} for each in checks]
    new["mistakes"] = [_renamed("mistake", each) for each in new.get("mistakes", ())]
    return {**new, "sandbox": _SANDBOXES.get(new["sandbox"], new["sandbox"]), "format": FORMAT}


def _renamed(kind: str, values: object) -> dict[str, Any]:
    record = msgspec.convert(values, dict[str, Any])
    return {_RENAMED[kind].get(key, key): value for key, value in record.items()}
