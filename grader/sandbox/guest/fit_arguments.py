"""What a fit was given beside its pictures, in plain values: compile, callbacks, validation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .feeds import describe_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def safely(function: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401
    """What could not be described is left out: a record never ends a training."""
    try:
        return function(*args)
    except Exception as error:  # noqa: BLE001  (anything a submission's own classes raise)
        return {"kind": "unknown", "error": f"{type(error).__name__}: {error}"}


def describe_validation(data: Any) -> dict[str, object] | None:  # noqa: ANN401
    """Pictures of validation_data, as feeds tells those to train on; None where there are none."""
    if data is None:
        return None
    if isinstance(data, (tuple, list)) and len(data) >= 2:  # noqa: PLR2004
        return describe_feed(data[0], data[1])
    return describe_feed(data, None)


def describe_compiled(model: Any) -> dict[str, object]:  # noqa: ANN401
    """What compile was given: optimizer, loss and metrics, by their names."""

    def text(thing: Any) -> object:  # noqa: ANN401
        if thing is None or isinstance(thing, str):
            return thing
        if isinstance(thing, (list, tuple)):
            return [text(item) for item in thing]
        return getattr(thing, "name", None) or getattr(thing, "__name__", type(thing).__name__)

    optimizer = getattr(model, "optimizer", None)
    loss = getattr(model, "loss", None)
    rate = safely(lambda: float(optimizer.learning_rate)) if optimizer is not None else None
    config = safely(lambda: model._compile_config.config)  # noqa: SLF001
    metrics = config.get("metrics") if isinstance(config, dict) else None
    return {
        "line": vars(model).get("_practice_compiled", 0),
        "optimizer": type(optimizer).__name__ if optimizer is not None else None,
        "learning_rate": rate if isinstance(rate, float) else None,
        "weight_decay": getattr(optimizer, "weight_decay", None),
        "loss": text(loss),
        "from_logits": getattr(loss, "from_logits", None),
        "metrics": metrics,
    }


def describe_callback(keras: ModuleType, item: Any) -> dict[str, object]:  # noqa: ANN401
    """A callback's class, whose it is, and its plain settings."""
    kind = item if isinstance(item, type) else type(item)
    home = getattr(sys.modules.get(kind.__module__), "__file__", None) or ""
    theirs = kind.__module__ == "__main__" or "keras" not in f"{kind.__module__} {home}"
    settings = {
        name: value
        for name, value in getattr(item, "__dict__", {}).items()
        if isinstance(value, (str, int, float, bool)) and not name.startswith("_")
    }
    return {
        "class": kind.__name__,
        "own": theirs,
        "is_class": isinstance(item, type),
        "is_callback": issubclass(kind, keras.callbacks.Callback),
        "settings": {} if isinstance(item, type) else settings,
    }


def is_rising(item: Any) -> bool | None:  # noqa: ANN401
    """Whether a callback takes more of its figure for better, as Keras made it out; else None."""
    name = getattr(getattr(item, "monitor_op", None), "__name__", "")
    return {"greater": True, "less": False}.get(name)
