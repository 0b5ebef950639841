"""Callbacks that are created but not passed to the fit that counts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, classes, keyword, name_of, names_in
from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Fit

KERAS = ("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler")
BY_HAND = ("evaluate", "predict")


@mistake(Aspect.CALLBACK, Aspect.STOPPING, Aspect.CHECKPOINT)
def callback_is_never_passed(evidence: Evidence) -> Iterator[Found]:
    """A callback is defined or created, but not passed to any fit."""
    fit = evidence.main_fit
    if fit is None or evidence.record.raised is not None or _is_called_by_hand(evidence.tree):
        return
    passed = {item.name for each in evidence.record.fits for item in each.callbacks}
    for name, line, variable in _made(evidence, fit):
        # With other callbacks in fit, this one may be left out on purpose, unless it is required.
        if name not in passed and (not fit.callbacks or _is_asked_for(evidence, fit, name)):
            wanted = variable or f"[{name}({'...' if name in KERAS else ''})]"
            yield Found(
                fit.line,
                expected=f"{name} ({evidence.place(line)}) among the callbacks of this fit",
                actual=f"it got {_names(fit)}: {name} is never called",
                fix=f"write model.fit(..., callbacks={wanted})",
            )


def _made(evidence: Evidence, fit: Fit) -> Iterator[tuple[str, int, str]]:
    """Yield callbacks that the file creates, or must: class, line, and list to pass if known."""
    bases = {name_of(base) for node in classes(evidence.tree) for base in node.bases}
    needs_own = _is_asked_for(evidence, fit, "")
    for node in classes(evidence.tree):
        if node.name in bases or not any(_is_callback(base) for base in node.bases):
            continue
        made = next(calls(evidence.tree, node.name), None)
        if made is not None and _is_reached(evidence.tree, made):
            yield node.name, node.lineno, _variable(evidence.tree, made)
        elif made is None and needs_own:
            yield node.name, node.lineno, ""
    for made in calls(evidence.tree, *KERAS):
        if _is_reached(evidence.tree, made):
            yield name_of(made.func), made.lineno, _variable(evidence.tree, made)


def _is_asked_for(evidence: Evidence, fit: Fit, name: str) -> bool:
    """Return whether the problem requires such a callback and the fit has none."""
    if name in KERAS:
        wanted = name == "ModelCheckpoint" and evidence.problem.checkpoint is not None
        return wanted and not _has_checkpoint(fit)
    return evidence.problem.stopping is not None and not any(item.own for item in fit.callbacks)


def _is_callback(base: ast.expr) -> bool:
    return name_of(base) in {"Callback", *KERAS}


def _variable(tree: ast.AST, made: ast.Call) -> str:
    """Return the list to pass: from the name of the instance, or the name of its list."""
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name):
            if node.value is made:
                return f"[{target.id}]"
            if isinstance(node.value, ast.List) and made in node.value.elts:
                return target.id
    return ""


def _is_reached(tree: ast.Module, made: ast.Call) -> bool:
    """Return whether a call is outside functions that are never called."""
    around = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.lineno <= made.lineno <= (node.end_lineno or node.lineno)
    ]
    return all(name in names_in(tree) or name == "__init__" for name in around)


def _is_called_by_hand(tree: ast.Module) -> bool:
    """Return whether a custom training loop calls callbacks, or evaluate or predict gets them."""
    others = any(keyword(call, "callbacks") is not None for call in calls(tree, *BY_HAND))
    hooks = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return others or any(_is_hook(call.func) for call in hooks)


def _is_hook(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or isinstance(called.value, ast.Call):
        return False  # super().on_epoch_end(…) is a call inside the class itself
    return called.attr.startswith("on_") or called.attr == "set_model"


def _names(fit: Fit) -> str:
    return ", ".join(item.name for item in fit.callbacks) or "no callback"


@mistake(Aspect.CHECKPOINT)
def checkpoint_is_on_another_fit(evidence: Evidence) -> Iterator[Found]:
    """The required checkpoint is passed to another fit than the one whose model is saved."""
    fit, fits = evidence.main_fit, evidence.record.fits
    if fit is None or evidence.problem.checkpoint is None or _has_checkpoint(fit):
        return
    others = [each for each in fits if _has_checkpoint(each)]
    if others and evidence.record.raised is None:
        yield Found(
            fit.line,
            expected="the checkpoint in the fit whose model is saved",
            actual=f"this fit got {_names(fit)}; "
            f"the one at {evidence.place(others[-1].line)} got it",
            fix="pass it here too, callbacks=[checkpoint], or remove this fit",
        )


def _has_checkpoint(fit: Fit) -> bool:
    return any("save_best_only" in item.settings for item in fit.callbacks)


RULES = (callback_is_never_passed, checkpoint_is_on_another_fit)
