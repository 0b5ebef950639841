"""Asks a learner's callback what it would do: called directly, with logs that are made up."""

from __future__ import annotations

import contextlib
import copy
import io
from typing import Any

NAMES = ("accuracy", "acc")


def copies(callbacks: list[Any]) -> list[Any]:
    """Copies of the learner's own callbacks as they are before the training touches them."""
    kept = []
    for item in callbacks:
        own = not isinstance(item, type) and "keras" not in type(item).__module__
        if own and hasattr(item, "on_epoch_end"):
            with contextlib.suppress(Exception):
                kept.append(copy.copy(item))
    return kept


def ask(
    pristine: list[Any],
    model: Any,  # noqa: ANN401
    logs: dict[str, Any],
    wanted: dict[str, Any],
) -> list[dict[str, object]]:
    """Whether each callback sets stop_training at each value, and whether it raises.

    `wanted` holds {"values": [accuracies]}. The metric's name is the one that the submission's
    own logs carry.
    """
    metric = training_metric(logs)
    if metric is None:
        return []
    kept = vars(model).get("_practice_stop", False)
    answers: list[dict[str, object]] = []
    for callback in pristine:
        tried = []
        for value in wanted["values"]:
            stopped, error = _call(copy.copy(callback), model, {**logs, metric: value})
            tried.append({"value": value, "stopped": stopped, "error": error})
        answers.append({"class": type(callback).__name__, "metric": metric, "tried": tried})
    vars(model)["_practice_stop"] = kept
    return answers


def training_metric(logs: dict[str, Any]) -> str | None:
    """The key under which these logs hold training accuracy."""
    for name in NAMES:
        if name in logs:
            return name
    return next((key for key in logs if "acc" in key and not key.startswith("val_")), None)


def _call(callback: Any, model: Any, logs: dict[str, Any]) -> tuple[bool, str | None]:  # noqa: ANN401
    vars(model)["_practice_stop"] = False
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            callback.set_model(model)
            callback.on_train_begin({})
            callback.on_epoch_begin(0, {})
            callback.on_epoch_end(0, dict(logs))
    except Exception as error:  # noqa: BLE001  (it is the learner's code)
        return False, f"{type(error).__name__}: {error}"
    return bool(vars(model).get("_practice_stop")), None
