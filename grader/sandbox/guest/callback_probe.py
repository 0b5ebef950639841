"""Asks a learner's callback what it would do: called directly, with logs that are made up.

The callback gets a stand-in of its model and an empty folder: whatever it loads, saves or resets
must not touch what was trained.
"""

from __future__ import annotations

import contextlib
import copy
import io
import os
import tempfile
from typing import TYPE_CHECKING, Any

from ..protocol import training_metric

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a model does to itself or to the disk; the stand-in only seems to do it.
CHANGING = frozenset(
    {"compile", "fit", "load_weights", "save", "save_weights", "set_weights", "train_on_batch"}
    | {"export", "build", "reset_metrics", "reset_states", "load_own_variables", "quantize"}
)


class StandIn:
    """A model to look at: it answers as the real one does, and keeps what is set to itself."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        self._model = model
        self.stop_training = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name in CHANGING:
            return lambda *_args, **_kwargs: None
        return getattr(self._model, name)


def copies(callbacks: list[Any]) -> list[Any]:
    """Copies of the learner's own callbacks as they are before the training touches them."""
    own = (
        item
        for item in callbacks
        if not isinstance(item, type) and "keras" not in type(item).__module__
    )
    return [_copy(item) for item in own if hasattr(item, "on_epoch_end")]


def _copy(callback: Any) -> Any:  # noqa: ANN401
    """With containers of its own: a list that a callback fills must not serve two trials."""
    try:
        fresh = copy.copy(callback)
        for name, value in list(vars(fresh).items()):
            vars(fresh)[name] = _fresh(value)
    except Exception:  # noqa: BLE001  (a class may forbid all of it)
        return callback
    return fresh


def _fresh(value: Any) -> Any:  # noqa: ANN401
    if type(value) in {list, tuple, set}:
        return type(value)(_fresh(item) for item in value)
    if type(value) is dict:
        return {key: _fresh(item) for key, item in value.items()}
    return value


def ask(
    pristine: list[Any],
    model: Any,  # noqa: ANN401
    logs: dict[str, Any],
    wanted: dict[str, Any],
    params: dict[str, Any],
) -> list[dict[str, object]]:
    """Whether each callback sets stop_training at each value, and whether it raises.

    `wanted` holds {"values": [accuracies]}. The metric's name is the one that the submission's
    own logs carry; `params` are what Keras tells callbacks of the fit.
    """
    metric = training_metric(logs)
    if metric is None:
        return []
    answers: list[dict[str, object]] = []
    with _elsewhere(), _as_it_was(model):
        for callback in pristine:
            tried = []
            for value in wanted["values"]:
                stand_in = StandIn(model)
                error = _call(_copy(callback), stand_in, {**logs, metric: value}, params)
                # A callback may know the model by another name than self.model.
                stopped = bool(stand_in.stop_training or model.stop_training)
                tried.append({"value": value, "stopped": stopped, "error": error})
            answers.append({"class": type(callback).__name__, "metric": metric, "tried": tried})
    return answers


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """An empty folder to work in, and nothing shown of what is printed."""
    here = os.getcwd()  # noqa: PTH109
    quiet = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                yield
        finally:
            os.chdir(here)


@contextlib.contextmanager
def _as_it_was(model: Any) -> Iterator[None]:  # noqa: ANN401
    """Give the model its flag and all its numbers back: a callback may halve the learning rate."""
    import numpy as np  # noqa: PLC0415  (whoever trains has it imported)

    stops = model.stop_training
    kept = [(each, np.array(each)) for each in _variables(model)]
    try:
        yield
    finally:
        model.stop_training = stops
        for each, before in kept:
            if np.array(each).tobytes() != before.tobytes():
                each.assign(before)


def _variables(model: Any) -> list[Any]:  # noqa: ANN401
    """All that holds numbers in a model and its optimizer, each once."""
    optimizer = getattr(model, "optimizer", None)
    held = getattr(optimizer, "variables", ())
    held = held() if callable(held) and not isinstance(held, list) else held
    rate = getattr(optimizer, "_learning_rate", None)
    every = [*model.variables, *held, *([rate] if hasattr(rate, "assign") else [])]
    return list({id(each): each for each in every}.values())


def _call(
    callback: Any,  # noqa: ANN401
    model: StandIn,
    logs: dict[str, Any],
    params: dict[str, Any],
) -> str | None:
    """One epoch of one batch, as Keras would call it; the error's text if there was one."""
    try:
        callback.set_params(dict(params))
        callback.set_model(model)
        callback.on_train_begin({})
        callback.on_epoch_begin(0, {})
        callback.on_train_batch_begin(0, {})
        callback.on_train_batch_end(0, dict(logs))
        # It is the end of the epoch that is asked about.
        model.stop_training = model._model.stop_training = False  # noqa: SLF001
        callback.on_epoch_end(0, dict(logs))
    except Exception as error:  # noqa: BLE001  (it is the learner's code)
        return f"{type(error).__name__}: {error}"
    return None
