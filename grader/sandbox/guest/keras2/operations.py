"""Replace arithmetic on tensors that Keras 2 saved (x / 255.0, x + y) with layers of Keras 3.

Keras 2 saved such a step as a TFOpLambda: the name of a TensorFlow function, its first tensor, and
the other operand, a number or another tensor.
"""

from __future__ import annotations

from typing import Any

_Object = dict[str, Any]

_WITHOUT_NUMBERS = {
    "math.sigmoid": "sigmoid",
    "math.tanh": "tanh",
    "nn.relu": "relu",
    "nn.relu6": "relu6",
    "nn.sigmoid": "sigmoid",
    "nn.softmax": "softmax",
    "nn.tanh": "tanh",
}
_OF_TWO_TENSORS = {
    "__operators__.add": "Add",
    "math.add": "Add",
    "math.multiply": "Multiply",
    "math.subtract": "Subtract",
}
_CONSTANT = "_CONSTANT_VALUE"
_NODE = 4  # a layer's name, its node, its tensor, and the other arguments
_TENSOR = 3


def as_layer(value: _Object) -> _Object:
    """Return a layer that does the same as a TFOpLambda; the object itself if there is none."""
    inner, nodes = value.get("config"), value.get("inbound_nodes")
    if not isinstance(inner, dict) or not isinstance(nodes, list) or len(nodes) != 1:
        return value
    node = nodes[0]
    if not isinstance(node, list) or len(node) != _NODE or not isinstance(node[3], dict):
        return value
    given = {key: item for key, item in node[3].items() if item is not None}
    found = _layer(str(inner.get("function")), node[:_TENSOR], given)
    if found is None:
        return value
    class_name, settings, tensors = found
    kept = {key: inner[key] for key in ("name", "trainable", "dtype") if key in inner}
    return {
        **value,
        "class_name": class_name,
        "config": {**kept, **settings},
        "inbound_nodes": [[[*tensor, {}] for tensor in tensors]],
    }


def _layer(
    function: str, first: list[Any], given: _Object
) -> tuple[str, _Object, list[list[Any]]] | None:
    """Return class, settings and inputs of the layer."""
    if not given and first[0] != _CONSTANT and function in _WITHOUT_NUMBERS:
        return "Activation", {"activation": _WITHOUT_NUMBERS[function]}, [first]
    if set(given) != {"y"}:
        return None
    other = given["y"]
    if first[0] == _CONSTANT:
        number, tensor, is_left = first[2], other, True
    elif _is_number(other):
        number, tensor, is_left = other, first, False
    elif _is_tensor(other) and function in _OF_TWO_TENSORS:
        return _OF_TWO_TENSORS[function], {}, [first, other]
    else:
        return None
    if not _is_number(number) or not _is_tensor(tensor):
        return None
    line = _straight_line(function, number, is_left=is_left)
    return None if line is None else ("Rescaling", {"scale": line[0], "offset": line[1]}, [tensor])


def _straight_line(function: str, number: float, *, is_left: bool) -> tuple[float, float] | None:
    """Return the scale and offset of the function; `is_left` means number op tensor."""
    if function in {"__operators__.add", "math.add"}:
        return 1.0, number
    if function == "math.multiply":
        return number, 0.0
    if function == "math.subtract":
        return (-1.0, number) if is_left else (1.0, -number)
    if function in {"math.truediv", "math.divide"} and number and not is_left:
        return 1.0 / number, 0.0
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_tensor(value: object) -> bool:
    return isinstance(value, list) and len(value) == _TENSOR and isinstance(value[0], str)
