"""Observe every fit of a submission from outside, and report its inputs and its results."""

from __future__ import annotations

import inspect
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..observations import Feed, FileUse, Fit, Stopper
from ..protocol import FitEnded, KerasImported, LoaderFiles, Probed
from . import callback_probe, loaders, model_snapshot
from .epochs import join, watch
from .feeds import cut_anew, describe_feed, kept_classes, shared
from .fit_arguments import (
    describe_callback,
    describe_compiled,
    describe_validation,
    is_rising,
    safely,
)
from .models import describe_model, is_trained, mark_trained
from .patching import everywhere, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from ..observations import Loader
    from .channel import Channel

MOST_FILES = 60_000  # of a loader
AT_ONCE = 1000  # files in one event


class Recorder:
    """Hooks into Keras once it is imported; nothing that it observes may disturb the training."""

    def __init__(
        self,
        channel: Channel,
        path: str,
        probe: Sequence[float],
        before_fit: Callable[[], None],
        *,
        hash_weights: bool,
    ) -> None:
        self._channel, self._path, self._probe = channel, path, probe
        self._hash_weights, self._before_fit = hash_weights, before_fit
        self._fits = self._models = 0
        self._busy = False
        self._saved: dict[str, int] = {}  # the fit whose weights a file holds

    def attach(self, keras: ModuleType) -> None:
        """Wrap functions that train, save and load; names and signatures stay the same."""
        model = keras.Model
        wrap(model, "fit", self._around_fit(keras))
        wrap(model, "compile", self._around_compile)
        for name in ("save", "save_weights", "load_weights"):
            wrap(model, name, self._around_file(name))
        everywhere(keras.models.save_model, self._around_file("save"))
        everywhere(keras.models.load_model, self._around_load)
        model.stop_training = property(_stop_training, self._set_stop_training)
        loaders.watch(keras, self._on_loader)
        name = keras.__name__
        version = keras.__version__ if name == "keras" else f"{keras.__version__} ({name})"
        self._channel.send(KerasImported(version))

    def own_line(self) -> int:
        """Return the line of the submission that is running, or 0."""
        frame = inspect.currentframe()
        while frame is not None:
            if frame.f_code.co_filename == self._path:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def _on_loader(self, loader: Loader, names: list[str]) -> None:
        self._channel.send(replace(loader, line=self.own_line()))
        for start in range(0, min(len(names), MOST_FILES), AT_ONCE):
            some = tuple(names[start : start + AT_ONCE])
            self._channel.send(LoaderFiles(loader.id, some))

    def _set_stop_training(self, model: Any, value: object) -> None:  # noqa: ANN401
        vars(model)["_practice_stop"] = value
        if value and not self._busy:
            vars(model)["_practice_stopper"] = self._who()

    def _who(self) -> Stopper:
        """Return the callback that sets stop_training, and the line of the submission, if any."""
        frame = inspect.currentframe()
        owner, line = "", 0
        while frame is not None:
            code = frame.f_code
            if code.co_filename == self._path and not line:
                line = frame.f_lineno
            first = frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None
            name = type(first).__name__
            if not owner and hasattr(first, "on_epoch_end") and name != "CallbackList":
                owner = name
            if code.co_name == "fit":
                break
            frame = frame.f_back
        return Stopper(owner, line)

    def _around_compile(
        self,
        original: Callable[..., Any],
        model: Any,  # noqa: ANN401
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        vars(model)["_practice_compiled"] = self.own_line()
        return original(model, *args, **kwargs)

    def _number(self, model: Any) -> int:  # noqa: ANN401
        """Return the number of a model or callback; the same object keeps its number."""
        if "_practice_model" not in vars(model):
            self._models += 1
            vars(model)["_practice_model"] = self._models
        found: int = vars(model)["_practice_model"]
        return found

    def _around_file(self, name: str) -> Callable[..., Any]:
        def around(original: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            outer, self._busy = self._busy, True
            try:
                result = original(model, *args, **kwargs)
            finally:
                self._busy = outer
            if not outer:
                path = args[0] if args else kwargs.get("filepath", "")
                self._follow(name, model, path)
                fit = getattr(model, "__dict__", {}).get("_practice_fit", 0)
                number = safely(self._number, model, default=0)
                trained = safely(is_trained, model, default=True)
                use = FileUse(
                    name, str(path), fit, self.own_line(), number, self._fits, trained=trained
                )
                self._channel.send(use)
            return result

        return around

    def _around_load(self, original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        model = original(*args, **kwargs)
        self._follow("load_weights", model, args[0] if args else kwargs.get("filepath", ""))
        return model

    def _follow(self, what: str, model: Any, path: object) -> None:  # noqa: ANN401
        """A model that loads the file of another model holds what the fit of that one trained."""
        place = os.path.abspath(str(path))  # noqa: PTH100
        if what != "load_weights":
            self._saved[place] = getattr(model, "__dict__", {}).get("_practice_fit", 0)
        elif self._saved.get(place):
            vars(model)["_practice_fit"] = self._saved[place]
            safely(mark_trained, model)

    def _around_fit(self, keras: ModuleType) -> Callable[..., Any]:
        def around(original: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            try:
                bound = inspect.signature(original).bind(model, *args, **kwargs)
                bound.apply_defaults()
                given = bound.arguments
            except TypeError:
                return original(model, *args, **kwargs)  # Keras raises the error of this call.
            safely(self._before_fit)
            self._fits += 1
            number = vars(model)["_practice_fit"] = self._fits
            own = given.get("callbacks")
            listed = _flat(getattr(own, "callbacks", own))
            pristine = callback_probe.copies(listed) if self._probe else []
            safely(self._send_beginning, keras, number, model, given, listed)
            epochs = watch(keras, self._channel, number, hash_weights=self._hash_weights)
            whole = own if isinstance(own, keras.callbacks.CallbackList) else None
            if whole is not None:  # Keras uses it as it is.
                join(whole, epochs, model)
            else:
                given["callbacks"] = [epochs, *listed]
            vars(model).pop("_practice_stopper", None)
            try:
                history = original(*bound.args, **bound.kwargs)
            finally:
                if whole is not None:
                    whole.callbacks.remove(epochs)
                if epochs.done:
                    safely(model_snapshot.take, model)
            stopper = vars(model).pop("_practice_stopper", None)
            logs = getattr(history, "history", {})
            rising = tuple(safely(is_rising, item) for item in listed)
            self._channel.send(FitEnded(number, stopper, logs, rising))
            if self._probe and logs:
                self._busy = True
                last = {key: values[-1] for key, values in logs.items() if values}
                params = epochs.params or {}
                answers = safely(
                    *(callback_probe.ask, pristine, model, last, self._probe, params), default=()
                )
                self._busy = False
                self._channel.send(Probed(number, answers))
            return history

        return around

    def _send_beginning(
        self,
        keras: ModuleType,
        number: int,
        model: Any,  # noqa: ANN401
        given: dict[str, Any],
        callbacks: list[Any],
    ) -> None:
        x, y, share = (given.get(name) for name in ("x", "y", "validation_split"))
        validation, unknown = given.get("validation_data"), Feed("unknown")
        fit = Fit(
            number=number,
            line=self.own_line(),
            model_number=self._number(model),
            epochs_asked=given.get("epochs", 1),
            initial_epoch=given.get("initial_epoch", 0),
            steps=given.get("steps_per_epoch"),
            kept_back=share,
            callbacks=tuple(
                describe_callback(keras, item, safely(self._number, item, default=0))
                for item in callbacks
            ),
            training=safely(describe_feed, x, y, default=unknown),
            validation=safely(describe_validation, validation, default=unknown),
            kept_classes=safely(kept_classes, y, share),
            recut=safely(cut_anew, x, validation, default=False),
            shared=safely(shared, x, validation),
            **safely(describe_model, model, default={}),
            **describe_compiled(model),
        )
        self._channel.send(fit)
        safely(mark_trained, model)


def _flat(items: Any) -> list[Any]:  # noqa: ANN401
    """Return the callbacks as Keras does, for none, one, or nested lists."""
    if items is None:
        return []
    if isinstance(items, (list, tuple)):
        return [one for item in items for one in _flat(item)]
    return [items]


def _stop_training(model: Any) -> object:  # noqa: ANN401
    return vars(model).get("_practice_stop", False)
