"""Describe the arguments of fit and compile in plain values."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..observations import CallbackUsed
from .feeds import describe_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from ..observations import Feed


def safely(function: Callable[..., Any], *args: Any, default: Any = None) -> Any:  # noqa: ANN401
    """Call a function; return `default` if it raises: a record never ends a training."""
    try:
        return function(*args)
    except Exception:  # noqa: BLE001  (anything a submission's own classes raise)
        return default


def describe_validation(data: Any) -> Feed | None:  # noqa: ANN401
    """Describe validation_data; None if there is none."""
    if data is None:
        return None
    if isinstance(data, (tuple, list)) and len(data) >= 2:  # noqa: PLR2004
        return describe_feed(data[0], data[1])
    return describe_feed(data, None)


def describe_compiled(model: Any) -> dict[str, Any]:  # noqa: ANN401
    """Describe what compile was given, as fields of a Fit."""

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
    return {
        "compiled": vars(model).get("_practice_compiled", 0),
        "optimizer": type(optimizer).__name__ if optimizer is not None else "",
        "learning_rate": rate,
        "weight_decay": getattr(optimizer, "weight_decay", None),
        "loss": text(loss),
        "from_logits": getattr(loss, "from_logits", None) is True,
        "metrics": config.get("metrics") if isinstance(config, dict) else (),
    }


def describe_callback(keras: ModuleType, item: Any, number: int) -> CallbackUsed:  # noqa: ANN401
    """Describe a callback: its class, whether the submission defines it, and plain settings."""
    kind = item if isinstance(item, type) else type(item)
    home = getattr(sys.modules.get(kind.__module__), "__file__", None) or ""
    settings = {
        name: value
        for name, value in getattr(item, "__dict__", {}).items()
        if isinstance(value, (str, int, float, bool)) and not name.startswith("_")
    }
    return CallbackUsed(
        name=kind.__name__,
        own=kind.__module__ == "__main__" or "keras" not in f"{kind.__module__} {home}",
        is_class=isinstance(item, type),
        is_callback=issubclass(kind, keras.callbacks.Callback),
        settings={} if isinstance(item, type) else settings,
        number=number,
    )


def is_rising(item: Any) -> bool | None:  # noqa: ANN401
    """Whether a callback prefers larger values of what it monitors, as Keras decided; else None."""
    name = getattr(getattr(item, "monitor_op", None), "__name__", "")
    return {"greater": True, "less": False}.get(name)
