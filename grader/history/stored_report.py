"""Read a report from its JSON, also one of an older kit; a field that is missing stays empty."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import UsageError
from grader.report import (
    FORMAT,
    CheckOutcome,
    CheckResult,
    Fault,
    FitSummary,
    Mistake,
    ModelSummary,
    Report,
    TrainedSummary,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = TypeVar(
    "Record", CheckResult, Fault, Mistake, FitSummary, ModelSummary, Report, TrainedSummary
)

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

_EMPTY = {"str": "", "int": 0, "float": 0.0, "bool": False}


def read_report(text: str, number: int) -> Report:
    """The report of attempt `number`; raises UsageError where the text is none."""
    try:
        return _report(upgraded(json.loads(text)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"the report of attempt {number} cannot be read ({error!r}); "
            f"`practice history show {number} --json` prints it as it is"
        ) from error


def upgraded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON values of a report of any format as those of the newest one."""
    if values.get("format", 1) >= FORMAT:
        return dict(values)
    new = _renamed("report", values)
    for name in ("fault", "trained", "seconds"):
        if new.get(name):
            new[name] = _renamed(name, new[name])
    new["checks"] = [_renamed("check", each) for each in new.get("checks", ())]
    new["mistakes"] = [_renamed("mistake", each) for each in new.get("mistakes", ())]
    sandbox = new.get("sandbox", "")
    return {**new, "sandbox": _SANDBOXES.get(sandbox, sandbox), "format": FORMAT}


def _renamed(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {_RENAMED[kind].get(key, key): value for key, value in values.items()}


def _report(values: Mapping[str, Any]) -> Report:
    fault, model, trained = (values.get(name) for name in ("fault", "model", "trained"))
    accuracy = {name: float(value) for name, value in values.get("accuracy", {}).items()}
    parts = {
        "verdict": Verdict(values["verdict"]),
        "checks": tuple(_check(each) for each in values.get("checks", ())),
        # A score is shown with the accuracy that it stands for.
        "score": values.get("score") if "held-out" in accuracy else None,
        "accuracy": accuracy,
        "fault": _made(Fault, fault) if fault else None,
        "mistakes": tuple(_made(Mistake, each) for each in values.get("mistakes", ())),
        "fits": tuple(_made(FitSummary, each) for each in values.get("fits", ())),
        "model": _made(ModelSummary, model) if model else None,
        "trained": _made(TrainedSummary, trained) if trained else None,
    }
    return _made(Report, {**values, **parts})


def _check(values: Mapping[str, Any]) -> CheckResult:
    name = values["name"]
    outcome = CheckOutcome(values["outcome"])
    return _made(CheckResult, {"title": name, **values, "outcome": outcome})


def _made(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """A record of what is there; a field that it needs and nobody wrote is empty."""
    known: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in values:
            value = values[field.name]
            known[field.name] = tuple(value) if isinstance(value, list) else value
        elif field.default is MISSING and field.default_factory is MISSING:
            known[field.name] = _EMPTY.get(str(field.type), ())
    return kind(**known)
