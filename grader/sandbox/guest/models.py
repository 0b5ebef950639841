"""What a model is made of as it is trained, and whether a saved one holds layers that were."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "_practice_trained"
MOST_LAYERS = 300
REGULARIZERS = ("kernel_regularizer", "bias_regularizer", "activity_regularizer")
# What stands behind the last layer with an activation, and leaves its numbers as they are.
_PLAIN = frozenset({"Dropout", "Flatten", "Reshape", "Identity", "InputLayer"})
_BY_NAME = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu"}
_CHAINS = frozenset({"Sequential", "Functional"})


def describe_model(model: Any) -> dict[str, object]:  # noqa: ANN401
    """Its layers, its output where they tell it, and the factors by which it scales pixels."""
    parts = list(itertools.islice(_opened(model), MOST_LAYERS))
    regularizers = [p for p in parts if any(getattr(p, name, None) for name in REGULARIZERS)]
    name = getattr(model, "name", None)
    return {
        "id": id(model),
        "class": type(model).__name__,
        "name": name if isinstance(name, str) else None,
        "layers": [type(layer).__name__ for layer in parts],
        "regularizers": len(regularizers),
        "rescaling": [
            float(layer.scale)
            for layer in parts
            if type(layer).__name__ == "Rescaling" and isinstance(layer.scale, (int, float))
        ],
        **_output(model),
    }


def _opened(model: Any) -> Iterator[Any]:  # noqa: ANN401
    """Its layers, each model among them followed by its own."""
    for layer in getattr(model, "layers", []):
        yield layer
        if hasattr(layer, "layers"):
            yield from _opened(layer)


def _output(model: Any) -> dict[str, object]:  # noqa: ANN401
    """Units and activation of the last layer; nothing where the order of layers is not known."""
    units, activation = None, ""
    for layer in _backwards(model):
        kind = type(layer).__name__
        own = getattr(getattr(layer, "activation", None), "__name__", "")
        if kind in _BY_NAME or kind == "Activation":
            activation = activation or _BY_NAME.get(kind, own)
        elif isinstance(getattr(layer, "units", None), int):
            units = layer.units
            if own != "linear":
                activation = activation or own
            activation = activation or "linear"
            break
        elif kind not in _PLAIN:
            return {}
    return {} if units is None else {"units": units, "activation": activation}


def _backwards(model: Any) -> Any:  # noqa: ANN401
    """Layers from the last to the first, models within it opened; of other classes none."""
    if type(model).__name__ not in _CHAINS or len(getattr(model, "outputs", None) or [0]) > 1:
        return
    for layer in reversed(model.layers):
        if hasattr(layer, "layers"):
            yield from _backwards(layer)
            return
        yield layer


def mark_trained(model: Any) -> None:  # noqa: ANN401
    """Remember its layers as trained."""
    for layer in model._flatten_layers():  # noqa: SLF001
        vars(layer)[MARK] = True


def is_trained(model: Any) -> bool:  # noqa: ANN401
    """Whether any layer of it was trained by a fit, of this model or of another."""
    return any(vars(layer).get(MARK) for layer in model._flatten_layers())  # noqa: SLF001
