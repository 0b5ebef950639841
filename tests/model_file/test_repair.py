from __future__ import annotations

from typing import Any

from grader.inside.repair import repaired


def model(layer: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": "Sequential", "config": {"layers": [layer]}}


def test_function_of_tensorflow_gets_the_name_that_keras_loads() -> None:
    function = {"module": "builtins", "class_name": "function", "config": "softmax_v2"}
    config = {"name": "dense", "units": 10, "activation": function}
    (layer,) = repaired(model({"class_name": "Dense", "config": config}))["config"]["layers"]
    assert layer["config"] == {"name": "dense", "units": 10, "activation": "softmax"}


def test_argument_that_keras_3_does_not_take_is_left_out() -> None:
    config = {"name": "lstm", "units": 4, "time_major": False}
    (layer,) = repaired(model({"class_name": "LSTM", "config": config}))["config"]["layers"]
    assert layer["config"] == {"name": "lstm", "units": 4}


def test_argument_that_had_an_effect_is_kept_for_keras_to_refuse() -> None:
    whole = model({"class_name": "GRU", "config": {"name": "gru", "time_major": True}})
    assert repaired(whole) == whole


def test_what_is_whole_stays_as_it_is() -> None:
    whole = model(
        {"class_name": "Dense", "config": {"name": "softmax_v2", "activation": "softmax"}}
    )
    assert repaired(whole) == whole


def test_activation_by_another_name_of_tensorflow_gets_that_of_keras() -> None:
    old = model({"class_name": "Dense", "config": {"name": "last", "activation": "softmax_v2"}})
    (layer,) = repaired(old)["config"]["layers"]
    assert layer["config"] == {"name": "last", "activation": "softmax"}


def test_input_that_the_first_layer_tells_becomes_a_layer() -> None:
    first = {"name": "flatten", "batch_input_shape": [None, 28, 28], "dtype": "float32"}
    begin, flatten = repaired(model({"class_name": "Flatten", "config": first}))["config"]["layers"]
    assert begin["class_name"] == "InputLayer"
    assert begin["config"]["batch_input_shape"] == [None, 28, 28]
    assert flatten["config"] == {"name": "flatten", "dtype": "float32"}


def test_arithmetic_becomes_a_layer_that_does_the_same() -> None:
    def step(function: str, *node: Any) -> dict[str, Any]:
        config = {"name": "step", "function": function}
        old = {"class_name": "TFOpLambda", "config": config, "inbound_nodes": [list(node)]}
        (layer,) = repaired(model(old))["config"]["layers"]
        found: dict[str, Any] = layer
        return found

    halved = step("math.truediv", "x", 0, 0, {"y": 2.0, "name": None})
    assert halved["config"] == {"name": "step", "scale": 0.5, "offset": 0.0}
    assert halved["inbound_nodes"] == [[["x", 0, 0, {}]]]
    turned = step("math.subtract", "_CONSTANT_VALUE", -1, 1.0, {"y": ["x", 0, 0]})
    assert turned["config"] == {"name": "step", "scale": -1.0, "offset": 1.0}
    added = step("__operators__.add", "x", 0, 0, {"y": ["z", 1, 0]})
    assert added["class_name"] == "Add"
    assert added["inbound_nodes"] == [[["x", 0, 0, {}], ["z", 1, 0, {}]]]
    assert step("math.pow", "x", 0, 0, {"y": 2})["class_name"] == "TFOpLambda"


def test_calls_of_a_model_in_a_model_are_counted_from_0() -> None:
    inner = {"layers": [], "input_layers": [["i", 0, 0]], "output_layers": [["o", 0, 0]]}
    layers = [
        {"class_name": "Functional", "name": "base", "config": inner, "inbound_nodes": [[["x"]]]},
        {"class_name": "Dense", "name": "last", "inbound_nodes": [[["base", 1, 0, {}]]]},
    ]
    whole = {"class_name": "Functional", "config": {"layers": layers}}
    base, last = repaired(whole)["config"]["layers"]
    assert last["inbound_nodes"] == [[["base", 0, 0, {}]]]
    assert base["config"]["output_layers"] == ["o", 0, 0]
