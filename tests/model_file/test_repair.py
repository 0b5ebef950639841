from __future__ import annotations

from typing import Any

from grader.sandbox.guest.keras2.config_repair import KERAS_2_HARD_SIGMOID, repaired


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


def test_wrapped_layer_of_tensorflow_2_6_gets_its_module() -> None:
    cells = [{"class_name": "LSTMCell", "config": {}}, {"class_name": "GRUCell", "config": {}}]
    stacked = {"class_name": "StackedRNNCells", "config": {"cells": cells}}
    rnn = {"class_name": "RNN", "config": {"cell": stacked, "time_major": False}}
    old = model({"class_name": "Bidirectional", "config": {"layer": rnn}})
    (both,) = repaired(old)["config"]["layers"]
    inner = both["config"]["layer"]
    stack = inner["config"]["cell"]
    assert "module" not in both
    assert "time_major" not in inner["config"]
    for each in (inner, stack, *stack["config"]["cells"]):
        assert (each["module"], each["registered_name"]) == ("keras.layers", None)


def test_wrapped_model_of_any_keras_gets_the_module_that_has_it() -> None:
    for module in (None, "tf_keras.src.engine.functional", "keras.engine.functional"):
        inner: dict[str, Any] = {"module": module, "class_name": "Functional", "config": {}}
        old = model({"class_name": "TimeDistributed", "config": {"layer": inner}})
        (each,) = repaired(old)["config"]["layers"]
        assert each["config"]["layer"]["module"] == "keras.src.models.functional"


def test_how_a_model_was_compiled_is_left_out_at_every_depth() -> None:
    hidden = {"compile_config": {"class_name": "TFSMLayer"}, "other": [{"compile_config": 1}]}
    old = model({"class_name": "Dense", "config": {"anything": hidden}, "compile_config": {}})
    (layer,) = repaired(old)["config"]["layers"]
    assert layer == {"class_name": "Dense", "config": {"anything": {"other": [{}]}}}


def test_hard_sigmoid_of_keras_2_is_named_apart_in_its_files_alone() -> None:
    whole = model({"class_name": "LSTM", "config": {"recurrent_activation": "hard_sigmoid"}})
    assert repaired(whole) == whole
    (layer,) = repaired(whole, from_keras_2=True)["config"]["layers"]
    assert layer["config"]["recurrent_activation"]["config"] == KERAS_2_HARD_SIGMOID


def test_tensor_given_by_name_is_written_as_keras_3_reads_it() -> None:
    node = [["x", 0, 0, {"value": ["y", 1, 0], "training": False}]]
    layers = [{"class_name": "MultiHeadAttention", "name": "a", "inbound_nodes": [node]}]
    old = {"class_name": "Functional", "config": {"layers": layers}}
    (found,) = repaired(old)["config"]["layers"][0]["inbound_nodes"]
    assert found["args"][0]["config"]["keras_history"] == ["x", 0, 0]
    assert found["kwargs"]["value"]["config"]["keras_history"] == ["y", 1, 0]
    assert found["kwargs"]["training"] is False
