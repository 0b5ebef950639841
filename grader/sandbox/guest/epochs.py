"""The epochs of one fit, told as they come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..protocol import weight_hash
from .fit_arguments import safely

if TYPE_CHECKING:
    from types import ModuleType

    from .channel import Channel

STEP_SECONDS = 0.25


def watch(keras: ModuleType, channel: Channel, number: int, *, hash_weights: bool) -> Any:  # noqa: ANN401
    """A callback for the fit of this number; its `done` counts the epochs that have ended."""

    class Epochs(keras.callbacks.Callback):  # type: ignore[misc,name-defined]
        """Sends each epoch's logs, and now and then how far the epoch has come."""

        async_safe = True

        def __init__(self) -> None:
            super().__init__()
            self._began = self._told = 0.0
            self._epoch = self.done = 0

        def on_epoch_begin(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
            self._began = self._told = time.monotonic()
            self._epoch = epoch

        def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002
            now = time.monotonic()
            if now - self._told >= STEP_SECONDS:
                self._told = now
                steps = (self.params or {}).get("steps")
                channel.send("step", fit=number, epoch=self._epoch, step=batch + 1, steps=steps)

        def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
            seconds = time.monotonic() - self._began
            self.done += 1
            channel.send(
                "epoch",
                fit=number,
                epoch=epoch,
                logs=dict(logs or {}),
                seconds=seconds,
                weights=safely(_weight_hashes, self.model) if hash_weights else [],
            )

    return Epochs()


def _weight_hashes(model: Any) -> list[str]:  # noqa: ANN401
    """Hash each array of weights of a model."""
    import numpy as np  # noqa: PLC0415  (a program that trains has imported it)

    return [weight_hash(np.asarray(weight)) for weight in model.get_weights()]


def join(callbacks: Any, epochs: Any, model: Any) -> None:  # noqa: ANN401
    """Put our callback first into a CallbackList, which has told its own of model and fit."""
    callbacks.callbacks.insert(0, epochs)
    epochs.set_params(getattr(callbacks, "params", None) or {})
    epochs.set_model(model)
