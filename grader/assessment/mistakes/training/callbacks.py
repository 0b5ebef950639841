"""Callbacks that silently do nothing."""

from __future__ import annotations

import ast
import difflib
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import classes, names_in
from grader.assessment.mistakes.registry import Aspect, Found, mistake
from grader.assessment.mistakes.training.stop_conditions import Wait, sets_stop, waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Fit

BATCHES = ("batch", "train_batch", "test_batch", "predict_batch")
ROUNDS = ("train", "test", "predict", "epoch", *BATCHES)
HOOKS = tuple(f"on_{what}_{when}" for when in ("begin", "end") for what in ROUNDS)
ALIKE = 0.8
UPWARDS = (">", ">=")
SURE = 0.5  # A loss limit above this is meant as an accuracy.


def _own_classes(evidence: Evidence) -> Iterator[tuple[ast.ClassDef, Fit]]:
    """Yield the callback classes of the file, each with the last fit that got an instance."""
    fits = {c.name: fit for fit in evidence.record.fits for c in fit.callbacks if c.own}
    for node in classes(evidence.tree):
        if node.name in fits:
            yield node, fits[node.name]


@mistake(Aspect.STOPPING)
def stops_itself_only(evidence: Evidence) -> Iterator[Found]:
    """`self.stop_training = True` in a callback sets an attribute that nothing reads."""
    for node, _fit in _own_classes(evidence):
        if any(sets_stop(node)) or _is_read(node, "stop_training"):
            continue
        for assignment in sets_stop(node, "self"):
            yield Found(
                assignment.lineno,
                expected="stop_training set on the model that is trained",
                actual=f"{node.name} sets it on itself, where nothing reads it",
                fix="write self.model.stop_training = True",
            )


def _is_read(node: ast.AST, name: str) -> bool:
    attributes = (part for part in ast.walk(node) if isinstance(part, ast.Attribute))
    return any(part.attr == name and isinstance(part.ctx, ast.Load) for part in attributes)


@mistake(Aspect.STOPPING)
def sets_another_flag(evidence: Evidence) -> Iterator[Found]:
    """A similar name is set on the model, or stop_training is only compared."""
    for node, fit in _own_classes(evidence):
        if any(sets_stop(node)) or fit.stopper is not None:
            continue
        for part in (each for each in ast.walk(node) if isinstance(each, ast.stmt)):
            flag = _other_flag(part)
            if flag:
                yield Found(
                    part.lineno,
                    expected="stop_training set to True on the model",
                    actual=f"{flag}; {_epochs(fit)}",
                    fix="write self.model.stop_training = True",
                )


def _other_flag(part: ast.stmt) -> str:
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Compare):
        left = ast.unparse(part.value.left)
        return "== compares and does not assign" if left == "self.model.stop_training" else ""
    if not isinstance(part, ast.Assign) or not isinstance(part.targets[0], ast.Attribute):
        return ""
    name, owner = part.targets[0].attr, ast.unparse(part.targets[0].value)
    alike = difflib.get_close_matches(name, ["stop_training"], cutoff=ALIKE)
    is_other = name != "stop_training" and owner == "self.model" and alike
    return f"Keras has no self.model.{name}" if is_other else ""


def _epochs(fit: Fit) -> str:
    ran, asked = len(fit.epochs), fit.epochs_asked - fit.initial_epoch
    return f"all {ran} epochs ran" if ran == asked else f"{ran} epochs ran"


@mistake(Aspect.STOPPING)
def is_never_called(evidence: Evidence) -> Iterator[Found]:
    """A misspelt hook of Keras, such as on_epochs_end."""
    used = names_in(evidence.tree)
    for node, fit in _own_classes(evidence):
        methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
        names = {method.name for method in methods}
        for method in methods:
            near = difflib.get_close_matches(method.name, HOOKS, 1, ALIKE)
            if method.name in {*HOOKS, *used} or not near or near[0] in names:
                continue
            yield Found(
                method.lineno,
                expected=f"a method that Keras calls, such as {near[0]}",
                actual=f"nothing calls {method.name}; {_epochs(fit)}",
                fix=f"write def {near[0]}(self, {_arguments(near[0])}):",
            )


def _target(evidence: Evidence) -> float | None:
    """Return the accuracy at which the problem wants training to stop."""
    stopping = evidence.problem.stopping
    return stopping.accuracy if stopping else None


def _arguments(hook: str) -> str:
    first = "epoch, " if "epoch" in hook else "batch, " if "batch" in hook else ""
    return f"{first}logs=None"


@mistake(Aspect.STOPPING)
def waits_for_too_much(evidence: Evidence) -> Iterator[Found]:
    """An accuracy is compared with 85 instead of 0.85."""
    target = _target(evidence)
    for node, fit in _own_classes(evidence):
        for wait in waits(evidence.tree, node):
            values = fit.history(wait.key)
            is_share = "acc" in wait.key and values and max(values) <= 1
            if is_share and wait.limit > 1 and wait.sign in {">", ">=", "=="}:
                yield Found(
                    wait.line,
                    expected="a number between 0 and 1, the range of an accuracy",
                    actual=f"it waits for {wait.limit:g}; the best {wait.key} was {max(values):.4f}"
                    f", and {_epochs(fit)}",
                    fix=f"write {target or wait.limit / 100:g} instead of {wait.limit:g}"
                    if wait.limit >= 2  # noqa: PLR2004
                    else "write a number below 1, such as 0.9",
                )


@mistake(Aspect.STOPPING)
def watches_another_figure(evidence: Evidence) -> Iterator[Found]:
    """A callback compares a loss or a validation metric instead of the training accuracy."""
    for node, fit in _own_classes(evidence):
        found = waits(evidence.tree, node)
        key = fit.accuracy_name
        target = _target(evidence)
        if not found or key is None or any(wait.key in {key, "accuracy", "acc"} for wait in found):
            continue
        wait = found[0]
        rises = "loss" in wait.key and wait.sign in UPWARDS and SURE <= wait.limit < 1
        if not fit.finished or (target is None and (not rises or fit.stopper is not None)):
            continue
        if target is not None and _is_done_by_another(evidence, node, fit, target):
            continue
        limit = wait.limit if target is None else target
        yield Found(
            wait.line,
            expected=f"training accuracy compared with {limit:g}",
            actual=f"{_history(fit, wait)}; the best {key} was {max(fit.history(key)):.4f}",
            fix=f"write if logs['{key}'] >= {limit:g}:",
        )


def _is_done_by_another(evidence: Evidence, node: ast.ClassDef, fit: Fit, target: float) -> bool:
    """Return whether another custom callback compares the accuracy, or stopped fit above it."""
    own = {each.name for each in fit.callbacks if each.own}
    key = fit.accuracy_name or ""
    others = [each for each in classes(evidence.tree) if each is not node and each.name in own]
    found = (wait for other in others for wait in waits(evidence.tree, other))
    if any(wait.key in {key, "accuracy", "acc"} for wait in found):
        return True
    is_own = fit.stopper is not None and fit.stopper.callback in own
    return is_own and fit.history(key)[-1] >= target


def _history(fit: Fit, wait: Wait) -> str:
    values = fit.history(wait.key)
    if not values:
        return f"it watches {wait.key}, which is not among the logs"
    if len(values) == 1:
        return f"it watches {wait.key}, which was {values[0]:.4f}"
    return f"it watches {wait.key}, which went from {values[0]:.4f} to {values[-1]:.4f}"


RULES = (
    stops_itself_only,
    sets_another_flag,
    is_never_called,
    waits_for_too_much,
    watches_another_figure,
)
