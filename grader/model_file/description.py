"""What a model's configuration tells of its shape, its output and its first layers."""

# ruff: noqa: SIM905  (words in lines are easier to read and to check than quoted ones)
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.model_file.allowed_layers import AUGMENTATIONS, OPERATIONS, SAME_FUNCTION

_Config = dict[str, Any]
_SCALERS = frozenset({"Rescaling", "Normalization"})
_SCALING_OPERATIONS = frozenset({"TrueDivide", "Divide", "Multiply"})
_SCALING_FUNCTIONS = frozenset({"math.divide", "math.multiply", "math.truediv"})  # of Keras 2
_FIRST = 4  # layers, augmentation not counted, among which scaling is looked for
_SAME_SHAPE = frozenset(
    """
    Activation ActivityRegularization AlphaDropout BatchNormalization Dropout ELU GaussianDropout
    GaussianNoise Identity LayerNormalization LeakyReLU PReLU ReLU Softmax ThresholdedReLU
    UnitNormalization Sigmoid Relu LogSoftmax
    """.split()
)
_TO_RANK_2 = frozenset(
    """
    Flatten GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D
    GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPooling1D GlobalMaxPooling2D
    GlobalMaxPooling3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D
    """.split()
)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
_NO_ACTIVATION = frozenset({"AlphaDropout", "Dropout", "Flatten", "Identity", "Reshape"})
_ACTIVATION_LAYERS = {
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Sigmoid": "sigmoid",
    "ReLU": "relu",
    "Relu": "relu",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
}


@dataclass(frozen=True)
class Description:
    """See ModelFacts, which carries these."""

    class_name: str
    input_shape: tuple[int | None, ...] | None
    output_shape: tuple[int | None, ...] | None
    layers: tuple[str, ...]
    output_activation: str | None
    has_rescaling: bool
    dtype: str | None


def describe(config: _Config) -> Description:
    """Read a judged configuration; what it does not tell is None."""
    chain = _chain(config)
    everything = _flat(config)
    return Description(
        "Functional" if config["class_name"] == "Model" else config["class_name"],
        _input_shape(config),
        _output_shape(chain),
        tuple(layer["class_name"] for layer in everything),
        _output_activation(chain),
        _scales(everything),
        _dtype(config, everything),
    )


def _layers(config: _Config) -> list[_Config]:
    inner = config.get("config")
    found = inner.get("layers") if isinstance(inner, dict) else inner
    listed = found if isinstance(found, list) else []
    return [layer for layer in listed if isinstance(layer, dict) and "class_name" in layer]


def _flat(config: _Config) -> list[_Config]:
    """Every layer in the order of the file, nested models and wrappers opened."""
    found: list[_Config] = []
    for layer in _layers(config):
        found.append(layer)
        found.extend(_flat(layer))
        wrapped = _settings(layer).get("layer")
        if isinstance(wrapped, dict) and "class_name" in wrapped:
            found.append(wrapped)
            found.extend(_flat(wrapped))
    return found


def _settings(layer: _Config) -> _Config:
    inner = layer.get("config")
    return inner if isinstance(inner, dict) else {}


def _chain(config: _Config) -> list[_Config]:
    """The layers from input to output, nested models opened; of a graph one path, from its end."""
    layers = _layers(config)
    outputs = _settings(config).get("output_layers")
    if outputs is not None:
        layers = _path_to(layers, outputs) if _is_one(outputs) else []
    opened: list[_Config] = []
    for layer in layers:
        opened.extend(_chain(layer) if _layers(layer) else [layer])
    return opened


def _is_one(outputs: Any) -> bool:  # noqa: ANN401
    """Whether it names one output: ["dense", 0, 0], or a list of one such."""
    if not isinstance(outputs, list):
        return False
    return len(outputs) == 1 or not any(isinstance(item, list) for item in outputs)


def _path_to(layers: list[_Config], outputs: Any) -> list[_Config]:  # noqa: ANN401
    named = {layer.get("name"): layer for layer in layers if isinstance(layer.get("name"), str)}
    name = _first_name(outputs)
    path: list[_Config] = []
    while isinstance(name, str) and name in named and len(path) <= len(layers):
        path.append(named[name])
        name = _first_name(named[name].get("inbound_nodes"))
    return path[::-1]


def _first_name(nodes: Any) -> str | None:  # noqa: ANN401
    """The first layer named in inbound nodes or outputs."""
    if isinstance(nodes, dict):
        if nodes.get("class_name") == "__keras_tensor__":
            return _first_name(_settings(nodes).get("keras_history"))
        return _first_name(nodes.get("args"))
    if isinstance(nodes, list) and nodes:
        return nodes[0] if isinstance(nodes[0], str) else _first_name(nodes[0])
    return None


def _as_shape(value: Any) -> tuple[int | None, ...] | None:  # noqa: ANN401
    if not isinstance(value, list) or not value:
        return None
    if not all(item is None or (type(item) is int and item >= 0) for item in value):
        return None
    return tuple(value)


def _input_shape(config: _Config) -> tuple[int | None, ...] | None:
    layers = _layers(config)
    if layers:
        first = _settings(layers[0])
        for key in ("batch_shape", "batch_input_shape", "build_input_shape"):
            shape = _as_shape(first.get(key))
            if shape is not None:
                return shape
    shape = _as_shape(_settings(config).get("build_input_shape"))
    return shape or (_input_shape(layers[0]) if layers and _layers(layers[0]) else None)


def _output_shape(chain: list[_Config]) -> tuple[int | None, ...] | None:
    """(None, n) where the last layer that changes the shape is a Dense on vectors."""
    shaped = [layer for layer in chain if layer["class_name"] not in _SAME_SHAPE]
    if not shaped or shaped[-1]["class_name"] != "Dense":
        return None
    units = _settings(shaped[-1]).get("units")
    if len(_inbound_shape(shaped[-1].get("inbound_nodes")) or ()) == 2:  # noqa: PLR2004
        return (None, units) if isinstance(units, int) else None
    for layer in reversed(shaped[:-1]):
        name, settings = layer["class_name"], _settings(layer)
        if name == "Dense":
            continue
        vectors = name in _TO_RANK_2 and not settings.get("keepdims")
        vectors |= name in _RECURRENT and not settings.get("return_sequences")
        vectors |= name == "InputLayer" and len(_input_shape_of(layer) or ()) == 2  # noqa: PLR2004
        return (None, units) if vectors and isinstance(units, int) else None
    return None


def _input_shape_of(layer: _Config) -> tuple[int | None, ...] | None:
    settings = _settings(layer)
    return _as_shape(settings.get("batch_shape") or settings.get("batch_input_shape"))


def _inbound_shape(nodes: Any) -> tuple[int | None, ...] | None:  # noqa: ANN401
    """The shape of the first tensor that goes into a layer, where Keras 3 wrote it down."""
    while isinstance(nodes, list) and nodes:
        nodes = nodes[0]
    if isinstance(nodes, dict) and nodes.get("class_name") != "__keras_tensor__":
        return _inbound_shape(nodes.get("args"))
    return _as_shape(_settings(nodes).get("shape")) if isinstance(nodes, dict) else None


def _output_activation(chain: list[_Config]) -> str | None:
    for layer in reversed(chain):
        if layer["class_name"] in _NO_ACTIVATION:
            continue
        if layer["class_name"] in _ACTIVATION_LAYERS:
            return _ACTIVATION_LAYERS[layer["class_name"]]
        return activation_name(_settings(layer).get("activation"))
    return None


def activation_name(value: Any) -> str | None:  # noqa: ANN401
    """Keras's name of an activation in any of the forms that files hold; None where it has none."""
    if isinstance(value, dict):
        if value.get("class_name") == "function":
            value = value.get("config")
        else:
            return _ACTIVATION_LAYERS.get(str(value.get("class_name")))
    return SAME_FUNCTION.get(value, value) if isinstance(value, str) else None


def _scales(everything: list[_Config]) -> bool:
    first = [
        layer
        for layer in everything
        if layer["class_name"] not in AUGMENTATIONS | {"InputLayer", "Sequential", "Functional"}
    ][:_FIRST]
    return any(
        layer["class_name"] in _SCALERS
        or (layer["class_name"] in _SCALING_OPERATIONS & OPERATIONS and _by_number(layer))
        or (_settings(layer).get("function") in _SCALING_FUNCTIONS and _by_number(layer))
        for layer in first
    )


def _by_number(layer: _Config) -> bool:
    """Whether an operation takes a plain number beside its tensor."""
    nodes = layer.get("inbound_nodes")
    node = nodes[0] if isinstance(nodes, list) and nodes else None
    args = node.get("args") if isinstance(node, dict) else None
    if isinstance(node, list):  # Keras 2: the tensor's place, and what else is given by name
        args = [item for part in node if isinstance(part, dict) for item in part.values()]
    return isinstance(args, list) and any(type(item) in (int, float) for item in args)


def _dtype(config: _Config, everything: list[_Config]) -> str | None:
    """The policy of the first layer with weights of its own, else of the model."""
    weights = ("units", "filters")
    own = [layer for layer in everything if any(key in _settings(layer) for key in weights)]
    for layer in (*own, config):
        value = _settings(layer).get("dtype")
        if isinstance(value, dict):
            value = _settings(value).get("name")
        if isinstance(value, str):
            return value
    return None
