"""A saved file that is no model, or none that may be loaded: the line that made it so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.errors.saving import in_its_place
from grader.problem import MODEL_FILE

if TYPE_CHECKING:
    from grader.diagnosis.clues import Clues
    from grader.report import Fault

NO_MODEL = frozenset({"NoModel", "UnreadableModel"})


def placed(clues: Clues, fault: Fault | None) -> Fault | None:
    """The same fault, with the learner's line and the mend where they are known."""
    if fault is None:
        return None
    if fault.type in NO_MODEL:
        return _weights_in_place_of_model(clues, fault)
    if fault.type == "UnsafeModel" and "Lambda" in fault.message:
        line, mend = in_its_place(clues)
        return _at(clues, fault, line, "lambda_in_the_model", mend) if line else fault
    return fault


def _weights_in_place_of_model(clues: Clues, fault: Fault) -> Fault:
    uses = clues.training.record.files
    weights = [use for use in uses if use.what == "save_weights" and use.line]
    if not weights or any(use.what == "save" for use in uses):
        return fault
    mend = f"save_weights leaves the model itself out: save it by model.save('{MODEL_FILE}')"
    return _at(clues, fault, weights[-1].line, "weights_in_place_of_model", mend)


def _at(clues: Clues, fault: Fault, line: int, rule: str, advice: str) -> Fault:
    place, code = clues.submission.at(line), clues.code(line)
    return replace(
        fault,
        file=clues.submission.path.name,
        line=place.inner,
        cell=place.cell,
        code=code,
        advice=advice,
        rule=rule,
    )
