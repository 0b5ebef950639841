"""Report the epochs of one fit as they end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..conventions import weight_hash
from ..observations import Epoch
from ..protocol import EpochEnded, Step
from .channel import plain
from .fit_arguments import safely

if TYPE_CHECKING:
    from types import ModuleType

    from .channel import Channel

STEP_SECONDS = 0.25
NOT_FINITE = ("nan", "inf", "-inf")  # as text, which JSON can hold


def watch(keras: ModuleType, channel: Channel, number: int, *, hash_weights: bool) -> Any:  # noqa: ANN401
    """Return a callback for the fit of this number; its `done` counts the epochs that ended."""

    class Epochs(keras.callbacks.Callback):  # type: ignore[misc,name-defined]
        """Reports each epoch's logs, and several times a second how far the epoch has got."""

        async_safe = True

        def __init__(self) -> None:
            super().__init__()
            self._began = self._reported = 0.0
            self._epoch = self.done = 0

        def on_epoch_begin(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
            self._began = self._reported = time.monotonic()
            self._epoch = epoch

        def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002
            now = time.monotonic()
            if now - self._reported >= STEP_SECONDS:
                self._reported = now
                steps = (self.params or {}).get("steps")
                channel.send(Step(number, self._epoch, batch + 1, steps or 0))

        def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
            seconds = time.monotonic() - self._began
            self.done += 1
            weights = safely(_weight_hashes, self.model, default=()) if hash_weights else ()
            numbers, others = split_logs(logs or {})
            channel.send(EpochEnded(number, Epoch(epoch, numbers, seconds, weights, others)))

    return Epochs()


def split_logs(logs: dict[str, Any]) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the finite numbers of an epoch's logs, and the keys of those that are not finite."""
    values = {str(key): plain(value) for key, value in logs.items()}
    numbers = {
        key: value
        for key, value in values.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }
    others = (key for key, value in values.items() if value in NOT_FINITE)
    return numbers, tuple(others)


def _weight_hashes(model: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Hash each array of weights of a model."""
    import numpy as np  # noqa: PLC0415  (a program that trains has imported it)

    return tuple(weight_hash(np.asarray(weight)) for weight in model.get_weights())


def join(callbacks: Any, epochs: Any, model: Any) -> None:  # noqa: ANN401
    """Put our callback first into a CallbackList that has already set up its own callbacks."""
    callbacks.callbacks.insert(0, epochs)
    epochs.set_params(getattr(callbacks, "params", None) or {})
    epochs.set_model(model)
