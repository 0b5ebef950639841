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
    whole = model({"class_name": "Dense", "config": {"name": "dense", "activation": "softmax_v2"}})
    assert repaired(whole) == whole
