"""Rewrite the configuration of a saved model so that the installed Keras can load it.

Each repair is a small function on one object of the configuration (a dict with a class name),
applied at every depth. Files of Keras 2 are repaired too.
"""

from __future__ import annotations

import re
from typing import Any

from . import graphs
from .operations import as_layer

_Object = dict[str, Any]

# TensorFlow's functions are saved under names that Keras does not know when it loads.
_SAME_FUNCTION = {
    "crelu_v2": "crelu",
    "identity": "linear",
    "log_softmax_v2": "log_softmax",
    "softmax_v2": "softmax",
    "swish": "silu",
}

# Names of layers in TensorFlow 1 and 2.0 that have one form now.
_SAME_CLASS = {
    f"{name}V{version}": name
    for name in ("BatchNormalization", "GRU", "LSTM")
    for version in (1, 2)
}

# Arguments of Keras 2 that Keras 3 does not accept, with the values that have no effect.
_ANY = object()
_KERNEL = {
    "groups": 1,
    "kernel_initializer": _ANY,
    "kernel_regularizer": _ANY,
    "kernel_constraint": _ANY,
}
_INITIALIZERS = (
    *("Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal"),
    *("LecunUniform", "Ones", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal"),
    *("VarianceScaling", "Zeros"),
)
_GROUPS: dict[str, object] = {"groups": 1}
_NO_DTYPE: dict[str, object] = {"dtype": _ANY}
_RECURRENT = {"time_major": False, "implementation": _ANY}
_ATTENTION: dict[str, object] = dict.fromkeys(("query_shape", "key_shape", "value_shape"), _ANY)
_GONE: dict[str, dict[str, object]] = {
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _KERNEL),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), _KERNEL),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _GROUPS),
    **dict.fromkeys(("LSTM", "GRU", "RNN", "SimpleRNN"), _RECURRENT),
    **dict.fromkeys(_INITIALIZERS, _NO_DTYPE),
    **dict.fromkeys(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _RECURRENT),
    "MultiHeadAttention": _ATTENTION,
}
_GONE_EVERYWHERE = {"rng_type": _ANY}  # the generator of random layers in training

# Keras loads the layer under one of these keys by its module, which TensorFlow 2.6 did not write.
_WRAPPED = frozenset({"backward_layer", "cell", "cells", "layer"})
_MODULES = {"Functional": "keras.src.models.functional", "Model": "keras", "Sequential": "keras"}
_OLD_MODULE = re.compile(r"tf_keras\.|keras(\.src)?\.engine\.")

# Keras 3's hard_sigmoid gives other numbers; the guest registers that of Keras 2 by this name.
KERAS_2_HARD_SIGMOID = "hard_sigmoid_of_keras_2"

_OPERATION_MODULES = ("numpy", "nn", "core", "math", "image", "linalg")


def repaired(config: _Object, *, from_keras_2: bool = False) -> _Object:
    """Return an equivalent configuration that loads; equal if it needs no repair."""
    same = dict(_SAME_FUNCTION)
    if from_keras_2:
        same["hard_sigmoid"] = KERAS_2_HARD_SIGMOID
    new = _walk(config, "", same)
    assert isinstance(new, dict)
    return new


def _walk(value: Any, key: str, same: dict[str, str]) -> Any:  # noqa: ANN401  (any JSON)
    if isinstance(value, list):
        return [_walk(item, key, same) for item in value]
    if not isinstance(value, dict):
        return value
    # Compile arguments of an inner model may name the learner's functions; predictions need none.
    kept = {inner: item for inner, item in value.items() if inner != "compile_config"}
    new = {
        inner: _activation(inner, _walk(item, inner, same), same) for inner, item in kept.items()
    }
    if "class_name" not in new:
        return new
    if new["class_name"] == "function":
        return _function(new, same)
    new["class_name"] = _SAME_CLASS.get(str(new["class_name"]), new["class_name"])
    return _in_its_module(_object(new), key)


def _object(value: _Object) -> _Object:
    if value["class_name"] == "TFOpLambda":
        return as_layer(value)
    if value["class_name"] in graphs.MODELS:
        return graphs.repaired(value)
    if value["class_name"] == "Sequential":
        return graphs.with_input(value)
    return _in_module(_with_one_axis(_without_gone(value)))


def _in_its_module(value: _Object, key: str) -> _Object:
    """Return a wrapped layer as Keras 3 writes it; the wrapper builds it."""
    is_wrapped = key in _WRAPPED or _is_activation(key)
    if not is_wrapped and not _OLD_MODULE.match(str(value.get("module"))):
        return value
    name = str(value["class_name"])
    kept = {inner: item for inner, item in value.items() if inner != "build_config"}
    return {**kept, "module": _MODULES.get(name, "keras.layers"), "registered_name": None}


def _is_activation(key: str) -> bool:
    return key == "activation" or key.endswith("_activation")


def _activation(key: str, value: Any, same: dict[str, str]) -> Any:  # noqa: ANN401  (any JSON)
    """Return an activation under the name that Keras loads instead of TensorFlow's name."""
    if not isinstance(value, str) or not _is_activation(key):
        return value
    name = same.get(value, value)
    if name != KERAS_2_HARD_SIGMOID:
        return name
    # Keras looks up registered functions only for objects, also inside a wrapper.
    found = {"module": "builtins", "class_name": "function"}
    return {**found, "config": name, "registered_name": name}


def _function(value: _Object, same: dict[str, str]) -> _Object | str:
    """Return functions such as `activation=tf.nn.softmax` under the name that Keras loads."""
    return same.get(str(value.get("config")), value)


def _without_gone(value: _Object) -> _Object:
    inner = value.get("config")
    gone = {**_GONE_EVERYWHERE, **_GONE.get(str(value["class_name"]), {})}
    if not isinstance(inner, dict) or gone.keys().isdisjoint(inner):
        return value
    kept = {
        key: item for key, item in inner.items() if key not in gone or gone[key] not in (_ANY, item)
    }
    return {**value, "config": kept}


def _with_one_axis(value: _Object) -> _Object:
    """Return a BatchNormalization with its axis as a number; Keras 2 wrote a list of one."""
    inner = value.get("config")
    if value["class_name"] != "BatchNormalization" or not isinstance(inner, dict):
        return value
    axis = inner.get("axis")
    if not isinstance(axis, list) or len(axis) != 1:
        return value
    return {**value, "config": {**inner, "axis": axis[0]}}


def _in_module(value: _Object) -> _Object:
    """Return arithmetic on tensors (x / 255.0, x + y) with its module, which .h5 files omit."""
    inner = value.get("config")
    if not isinstance(inner, dict) or "module" in value or "inbound_nodes" not in value:
        return value
    if value["class_name"] == "Attention":  # its score_mode "dot" is taken for a function
        return {**value, "module": "keras.layers", "registered_name": None}
    if "trainable" in inner:  # a layer, which may be called Add as well
        return value
    module = _operation_module(value["class_name"])
    return value if module is None else {**value, "module": module, "registered_name": None}


def _operation_module(name: str) -> str | None:
    import importlib  # noqa: PLC0415

    for part in _OPERATION_MODULES:
        try:
            module = importlib.import_module(f"keras.src.ops.{part}")
        except ImportError:
            continue
        if isinstance(vars(module).get(name), type):
            return module.__name__
    return None
