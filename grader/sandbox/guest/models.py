"""Describe a model that is trained, and remember which layers were trained."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "_practice_trained"
MOST_LAYERS = 300
REGULARIZERS = ("kernel_regularizer", "bias_regularizer", "activity_regularizer")
# Layers after the last one with an activation that leave its numbers unchanged.
_PLAIN = frozenset({"Dropout", "Flatten", "Reshape", "Identity", "InputLayer"})
_BY_NAME = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu"}
_CHAINS = frozenset({"Sequential", "Functional"})


def describe_model(model: Any) -> dict[str, Any]:  # noqa: ANN401
    """Describe a model as fields of a Fit: layers, output if known, factors that scale pixels."""
    parts = list(itertools.islice(_opened(model), MOST_LAYERS))
    regularizers = [p for p in parts if any(getattr(p, name, None) for name in REGULARIZERS)]
    return {
        "model": type(model).__name__,
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
    """Yield the layers of a model; a model among them is followed by its own layers."""
    for layer in getattr(model, "layers", []):
        yield layer
        if hasattr(layer, "layers"):
            yield from _opened(layer)


def _output(model: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return units and activation of the last layer; empty if the order of layers is unknown."""
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
    """Yield layers from last to first, also those of inner models; none of other classes."""
    if type(model).__name__ not in _CHAINS or len(getattr(model, "outputs", None) or [0]) > 1:
        return
    for layer in reversed(model.layers):
        if hasattr(layer, "layers"):
            yield from _backwards(layer)
            return
        yield layer


def mark_trained(model: Any) -> None:  # noqa: ANN401
    """Mark the layers of a model as trained."""
    for layer in model._flatten_layers():  # noqa: SLF001
        vars(layer)[MARK] = True


def is_trained(model: Any) -> bool:  # noqa: ANN401
    """Whether a fit of this or another model trained any layer of it."""
    return any(vars(layer).get(MARK) for layer in model._flatten_layers())  # noqa: SLF001
