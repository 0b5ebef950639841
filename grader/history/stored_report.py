"""A report from its JSON, of this kit's or an older one's: what is missing there stays empty."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import UsageError
from grader.report import (
    CheckOutcome,
    CheckResult,
    Fault,
    Finding,
    FitSummary,
    ModelSummary,
    Report,
    TrainedSummary,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = TypeVar(
    "Record", CheckResult, Fault, Finding, FitSummary, ModelSummary, Report, TrainedSummary
)

_EMPTY = {"str": "", "int": 0, "float": 0.0, "bool": False}


def read_report(text: str, number: int) -> Report:
    """The report of attempt `number`; raises UsageError where the text is none."""
    try:
        return _report(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"the report of attempt {number} cannot be read ({error!r}); "
            f"`practice history show {number} --json` prints it as it is"
        ) from error


def _report(values: Mapping[str, Any]) -> Report:
    fault, model, trained = (values.get(name) for name in ("fault", "model", "trained"))
    accuracy = {name: float(value) for name, value in values.get("accuracy", {}).items()}
    parts = {
        "verdict": Verdict(values["verdict"]),
        "checks": tuple(_check(each) for each in values.get("checks", ())),
        # A mark is shown with the accuracy that it stands for.
        "mark": values.get("mark") if "held-out" in accuracy else None,
        "accuracy": accuracy,
        "fault": _made(Fault, fault) if fault else None,
        "findings": tuple(_made(Finding, each) for each in values.get("findings", ())),
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
