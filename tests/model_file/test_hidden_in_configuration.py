"""What the configuration in a model file can hide: code, paths, depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.model_file.findings import UnreadableModel
from grader.model_file.inspection import examine
from tests.model_file import crafted_models as crafted
from tests.model_file.refusals import MEGABYTE, refusal

if TYPE_CHECKING:
    from pathlib import Path

_LAMBDA = crafted.layer("Lambda", "my_lambda", function={"class_name": "__lambda__", "config": {}})
_TFSM = {"class_name": "TFSMLayer", "module": "keras.layers", "config": {"filepath": "/tmp/x"}}
_GET_FILE = {
    "class_name": "function",
    "module": "keras.utils",
    "config": "get_file",
    "registered_name": "get_file",
}
_SYSTEM = {"class_name": "function", "module": "os", "config": "system"}
_BARE_TFSM = {"class_name": "TFSMLayer", "config": {"filepath": "/tmp/x"}}


def _wrapped(inner: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A layer inside others, each as TensorFlow 2.6 wrote it: with no module."""
    for key in keys:
        held: Any = [inner] if key in {"cells", "layers"} else inner
        name = {"cells": "StackedRNNCells", "cell": "RNN", "layers": "Sequential"}.get(key)
        inner = crafted.layer(name or "Bidirectional", "outer", **{key: held})
    return crafted.with_layer(inner)


def _lookup(vocabulary: object) -> dict[str, Any]:
    return crafted.with_layer(crafted.layer("StringLookup", "s", vocabulary=vocabulary))


_CODE = {"value": ["4wEAAAA=", None, None]}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (crafted.with_layer(_LAMBDA), "The layer 'my_lambda' is of class Lambda, which keeps"),
        (crafted.with_layer(crafted.layer("Activation", "a", activation=_TFSM)), "TFSMLayer"),
        (crafted.with_layer(crafted.layer("Activation", "a", activation=_GET_FILE)), "get_file"),
        (crafted.with_layer(crafted.layer("Activation", "a", activation=_SYSTEM)), "system"),
        (crafted.with_layer(crafted.layer("Activation", "a", activation=_CODE)), "Python function"),
        (crafted.with_layer(crafted.layer("Activation", "a", activation="my_own")), "'my_own'"),
        (crafted.with_layer(crafted.layer("TorchModuleWrapper", "t")), "PyTorch"),
        (crafted.with_layer(crafted.layer("mine>Scale", "s")), "mine>Scale"),
        (crafted.with_layer({**crafted.dense(), "registered_name": "mine>Dense"}), "mine>Dense"),
        (crafted.with_layer({**crafted.dense(), "module": "os"}), "not a class of Keras"),
        (crafted.with_layer({**crafted.dense(), "module": "keras.utils"}), "not a class of Keras"),
        (crafted.with_layer(crafted.layer("RandomThing", "r")), "RandomThing"),
        (
            crafted.with_layer(crafted.layer("StringLookup", "s", vocabulary="/etc/passwd")),
            "reads a file while it loads",
        ),
        (_wrapped(_BARE_TFSM, "layer"), "TFSMLayer"),
        (_wrapped(_TFSM, "cell", "cells", "layer", "backward_layer"), "TFSMLayer"),
        (_wrapped(_LAMBDA, "layers", "layer"), "Lambda"),
        (_wrapped(crafted.layer("Dense", "d", activation=_BARE_TFSM), "layer"), "TFSMLayer"),
        (_wrapped({"class_name": "Popen", "config": {}}, "layer"), "Popen"),
        (_wrapped({**crafted.dense(), "module": "subprocess"}, "cell"), "not a class of Keras"),
        (_wrapped({**crafted.dense(), "registered_name": "Lambda"}, "layer"), "Lambda"),
        (_wrapped({**crafted.dense(), "module": "tf_keras.src.utils"}, "layer"), "not a class"),
        (_lookup({"class_name": "__bytes__", "value": "/etc/passwd"}), "not a list"),
        (_lookup({"class_name": "Dense", "config": {}}), "not a list"),
        (_lookup(["cat", _TFSM]), "not words"),
        (_lookup([["/etc/passwd"]]), "not words"),
        (crafted.with_layer(crafted.layer("Dropout", "d", rate="deserialize")), "deserialize"),
        (crafted.with_layer(crafted.layer("Dropout", "d", dtype="S99999999")), "dtype"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(10**9)), "at most"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(1e9)), "at most"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(60_000)), "stores no"),
        (crafted.sequential(crafted.input_layer(10_000_000, 10_000_000)), "shape"),
        (
            crafted.with_layer(crafted.layer("Conv2D", "c", filters=8, kernel_size=[9**9, 3])),
            "kernel_size=387420489",
        ),
        (crafted.with_layer(crafted.layer("Reshape", "r", target_shape=[9**6, 9**6])), "shape"),
        ({"class_name": "MyModel", "config": {}}, "a class of your own"),
        (crafted.with_layer({"class_name": ["Dense"], "config": {}}), "class name"),
        ({"class_name": "TypeSpec", "config": {}, "type_spec": "x"}, "TypeSpec"),
    ],
)
def test_hidden_in_the_configuration(tmp_path: Path, config: dict[str, Any], words: str) -> None:
    assert words in refusal(crafted.write(tmp_path / "m.h5", config))


@pytest.mark.parametrize("name", ["IntegerLookup", "StringLookup", "TextVectorization"])
@pytest.mark.parametrize("words", [["the", "cat"], [3, 5, 10**12], ["a"] * 20_000])
def test_vocabulary_given_as_a_list_reads_no_file(
    tmp_path: Path, name: str, words: list[object]
) -> None:
    config = crafted.with_layer(crafted.layer(name, "words", vocabulary=words, idf_weights=None))
    assert name in examine(crafted.write(tmp_path / "m.h5", config), MEGABYTE).layers


def test_advice_for_a_path_is_the_list_to_write(tmp_path: Path) -> None:
    text = refusal(crafted.write(tmp_path / "m.h5", _lookup("words.txt")))
    assert "vocabulary=open('words.txt').read().splitlines()" in text
    assert "adapt" not in text


def test_table_that_adapt_made_is_not_in_the_file(tmp_path: Path) -> None:
    config = crafted.with_layer(crafted.layer("TextVectorization", "words", vocabulary=None))
    text = refusal(crafted.write(tmp_path / "m.h5", config), UnreadableModel)
    assert "'words' (TextVectorization) has no vocabulary" in text
    assert "TextVectorization(vocabulary=words, ...)" in text


def test_how_an_inner_model_was_compiled_is_not_judged(tmp_path: Path) -> None:
    inner = {**crafted.dense(), "compile_config": {"loss": {**_SYSTEM, "config": "my_loss"}}}
    config = crafted.with_layer(crafted.layer("TimeDistributed", "each", layer=inner))
    assert "Dense" in examine(crafted.write(tmp_path / "m.h5", config), MEGABYTE).layers


def test_advice_for_a_lambda_says_what_to_use_instead(tmp_path: Path) -> None:
    text = refusal(crafted.write(tmp_path / "m.h5", crafted.with_layer(_LAMBDA)))
    assert "Rescaling(1./255)" in text


def test_configuration_nested_without_end(tmp_path: Path) -> None:
    text = '{"class_name": "Sequential", "config": ' + "[" * 50_000 + "]" * 50_000 + "}"
    assert "nested" in refusal(crafted.write(tmp_path / "m.h5", text))


def test_configuration_of_more_than_1_mb(tmp_path: Path) -> None:
    config = crafted.plain()
    config["config"]["name"] = "x" * 1_100_000
    assert "longer than" in refusal(crafted.write(tmp_path / "m.h5", config))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"class_name": "Sequential"}', "\\u0000"])
def test_configuration_that_is_none(tmp_path: Path, text: str) -> None:
    refusal(crafted.write(tmp_path / "m.h5", text), UnreadableModel)


def test_names_out_of_the_file_are_shown_printable_and_short(tmp_path: Path) -> None:
    config = crafted.with_layer(crafted.layer("Lambda", "\x1b[2J" + "x" * 5000))
    text = refusal(crafted.write(tmp_path / "m.h5", config))
    assert "\x1b" not in text
    assert len(text) < 1000
