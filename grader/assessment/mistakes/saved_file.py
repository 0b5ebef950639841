"""Faults of a saved file that is not a model or must not be loaded, with the line to fix."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.assessment.facts import disabled_code
from grader.assessment.facts.ast_utils import calls, constant, names_in
from grader.assessment.mistakes.errors.saving import layer_instead_of_lambda
from grader.problem import MODEL_FILE

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.report import Fault

NO_MODEL = frozenset({"NoModel", "UnreadableModel"})


def placed(evidence: Evidence, fault: Fault | None) -> Fault | None:
    """Return the fault with the learner's line and the fix, if they are known."""
    if fault is None:
        return None
    if fault.type in NO_MODEL:
        return _nothing_ran(evidence, fault) or _weights_in_place_of_model(evidence, fault)
    if fault.type == "UnsafeModel" and "Lambda" in fault.message:
        line, fix = layer_instead_of_lambda(evidence)
        return _at(evidence, fault, line, "lambda_in_the_model", fix) if line else fault
    return fault


def _weights_in_place_of_model(evidence: Evidence, fault: Fault) -> Fault:
    record = evidence.record
    saved = record.saves
    line = saved[-1].line if saved else 0
    # A checkpoint saves too, in the line of fit.
    by_hand = any(line == call.lineno for call in calls(evidence.tree, "save", "save_model"))
    if by_hand and fault.message.startswith("found "):
        return _at(evidence, fault, line, "saved_elsewhere", fault.fix)
    checkpoints = list(calls(evidence.tree, "ModelCheckpoint"))
    if line and len(checkpoints) == 1 and fault.message.startswith("found "):
        fix = f"{fault.fix} at the end, or ModelCheckpoint('{MODEL_FILE}', ...)"
        return _at(evidence, fault, checkpoints[0].lineno, "saved_elsewhere", fix)
    by_hand_too = {call.lineno for call in calls(evidence.tree, "save_weights")}
    weights = [
        use for use in record.files if use.what == "save_weights" and use.line in by_hand_too
    ]
    if not weights or saved:
        return fault
    fix = f"save_weights leaves the model out: save it with model.save('{MODEL_FILE}')"
    return _at(evidence, fault, weights[-1].line, "weights_in_place_of_model", fix)


def _nothing_ran(evidence: Evidence, fault: Fault) -> Fault | None:
    """Explain a file that finished and only defined functions and classes."""
    record = evidence.record
    if not record.finished or record.fits or record.files:
        return None
    tree = evidence.tree
    for node in tree.body:
        if isinstance(node, ast.If) and _guards_wrongly(node.test):
            fix = "this is never true, so nothing ran: write if __name__ == '__main__':"
            return _at(evidence, fault, node.lineno, "guarded_by_another_name", fix)
    tree = evidence.tree
    for node in tree.body:
        trains = isinstance(node, ast.FunctionDef) and any(calls(node, "fit"))
        if (
            isinstance(node, ast.FunctionDef)
            and trains
            and node.name not in names_in(evidence.tree)
        ):
            fix = f"nothing calls {node.name}(): end with {node.name}().save('{MODEL_FILE}')"
            return _at(evidence, fault, node.lineno, "function_is_never_called", fix)
    line, why = disabled_code.that_trains(evidence)
    return _at(evidence, fault, line, "training_is_not_run", why) if why else None


def _guards_wrongly(test: ast.expr) -> bool:
    """Return whether a condition is a wrong guard such as `__name__ == "main"`."""
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [test.left, *test.comparators]
    named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    words = [word for side in sides if isinstance(word := constant(side), str)]
    return named and len(sides) == 2 and bool(words) and words != ["__main__"]  # noqa: PLR2004


def _at(evidence: Evidence, fault: Fault, line: int, rule: str, advice: str) -> Fault:
    place, code = evidence.submission.at(line), evidence.code(line)
    return replace(
        fault,
        file=evidence.submission.path.name,
        line=place.inner,
        cell=place.cell,
        code=code,
        fix=advice,
        mistake=rule,
    )
