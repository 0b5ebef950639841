"""Call the submission's callbacks directly, with made-up logs.

A callback gets a substitute for its model and an empty folder: what it loads, saves or resets must
not change what was trained.
"""

from __future__ import annotations

import contextlib
import copy
import io
import os
import tempfile
from typing import TYPE_CHECKING, Any

from ..conventions import training_metric
from ..observations import Probe, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Methods that change a model or the disk; the substitute ignores them.
CHANGING = frozenset(
    {"compile", "fit", "load_weights", "save", "save_weights", "set_weights", "train_on_batch"}
    | {"export", "build", "reset_metrics", "reset_states", "load_own_variables", "quantize"}
)


class StandIn:
    """A substitute for a model: reads go to the real one, changes stay here."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        self._model = model
        self.stop_training = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name in CHANGING:
            return lambda *_args, **_kwargs: None
        return getattr(self._model, name)


def copies(callbacks: list[Any]) -> list[Any]:
    """Copy the submission's own callbacks as they are before the training."""
    own = (
        item
        for item in callbacks
        if not isinstance(item, type) and "keras" not in type(item).__module__
    )
    return [_copy(item) for item in own if hasattr(item, "on_epoch_end")]


def _copy(callback: Any) -> Any:  # noqa: ANN401
    """Copy a callback and its containers: a list that it fills must not serve two trials."""
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
    accuracies: Sequence[float],
    params: dict[str, Any],
) -> tuple[Probe, ...]:
    """Call each callback with each accuracy; report whether it stops the training or raises.

    The metric's name is the one in the submission's own logs; `params` are what Keras passes to
    callbacks about the fit.
    """
    metric = training_metric(logs)
    if metric is None:
        return ()
    answers = []
    with _elsewhere(), _as_it_was(model):
        for callback in pristine:
            tried = []
            for value in accuracies:
                stand_in = StandIn(model)
                error = _call(_copy(callback), stand_in, {**logs, metric: value}, params)
                # A callback may know the model by another name than self.model.
                stopped = bool(stand_in.stop_training or model.stop_training)
                tried.append(Trial(value, stopped, error))
            answers.append(Probe(type(callback).__name__, metric, tuple(tried)))
    return tuple(answers)


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """Work in an empty folder, and discard what is printed."""
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
    """Restore the model's flag and all its numbers: a callback may halve the learning rate."""
    import numpy as np  # noqa: PLC0415  (a program that trains has imported it)

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
    """Return all variables of a model and its optimizer, each once."""
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
    """Run one epoch of one batch, as Keras calls it; return the text of an error, or None."""
    try:
        callback.set_params(dict(params))
        callback.set_model(model)
        callback.on_train_begin({})
        callback.on_epoch_begin(0, {})
        callback.on_train_batch_begin(0, {})
        callback.on_train_batch_end(0, dict(logs))
        # Only the end of the epoch counts.
        model.stop_training = model._model.stop_training = False  # noqa: SLF001
        callback.on_epoch_end(0, dict(logs))
    except Exception as error:  # noqa: BLE001  (it is the learner's code)
        return f"{type(error).__name__}: {error}"
    return None
