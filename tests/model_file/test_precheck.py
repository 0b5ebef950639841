from __future__ import annotations

import contextlib
import json
import os
import random
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from grader.model_file.facts import OversizedModel, RefusedModel, UnreadableModel, UnsafeModel
from grader.model_file.precheck import examine
from tests.model_file import crafted_models as crafted
from tests.model_file.keras2_files import each_keras2_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Spoil = Callable[[h5py.File], None]

MEGABYTE = 1_000_000


def refusal(path: Path, kind: type[RefusedModel] = UnsafeModel) -> str:
    with pytest.raises(kind) as caught:
        examine(path, 50 * MEGABYTE)
    assert caught.value.advice
    return str(caught.value)


def test_plain_model_is_described(tmp_path: Path) -> None:
    path = crafted.write(tmp_path / "mymodel.h5")
    facts = examine(path, MEGABYTE)
    assert facts.sha256 == sha256(path.read_bytes()).hexdigest()
    assert facts.bytes == path.stat().st_size
    assert (facts.class_name, facts.keras_version) == ("Sequential", "3.15.1")
    assert (facts.input_shape, facts.output_shape) == ((None, 28, 28), (None, 10))
    assert facts.parameters == 784 * 10 + 10
    assert facts.layers == ("InputLayer", "Flatten", "Dense")
    assert facts.output_activation == "softmax"
    assert not facts.has_rescaling


def test_scaling_inside_the_model_is_seen(tmp_path: Path) -> None:
    config = crafted.with_layer(crafted.layer("Rescaling", "rescaling", scale=1 / 255))
    assert examine(crafted.write(tmp_path / "m.h5", config), MEGABYTE).has_rescaling


@pytest.mark.parametrize("name", ["softmax_v2", "log_softmax_v2", "swish"])
def test_functions_of_tensorflow_are_known_by_their_names_in_files(
    tmp_path: Path, name: str
) -> None:
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": name,
        "registered_name": "function",
    }
    config = crafted.sequential(
        crafted.input_layer(28, 28), crafted.layer("Flatten", "f"), crafted.dense(10, function)
    )
    facts = examine(crafted.write(tmp_path / "m.h5", config), MEGABYTE)
    assert facts.output_activation in {"softmax", "log_softmax", "silu"}


# ---- the file ----


def test_missing_file(tmp_path: Path) -> None:
    assert "no file mymodel.h5" in refusal(tmp_path / "mymodel.h5", UnreadableModel)


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, UnreadableModel)


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "m.h5").touch()
    assert "empty" in refusal(tmp_path / "m.h5", UnreadableModel)


def test_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "m.h5").symlink_to("/etc/passwd")
    assert "is a link" in refusal(tmp_path / "m.h5")


def test_link_to_a_good_model_is_not_followed_either(tmp_path: Path) -> None:
    (tmp_path / "m.h5").symlink_to(crafted.write(tmp_path / "other.h5"))
    assert "is a link" in refusal(tmp_path / "m.h5")


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.h5")
    assert "not a regular file" in refusal(tmp_path / "m.h5")


def test_text_is_not_hdf5(tmp_path: Path) -> None:
    (tmp_path / "m.h5").write_text("version https://git-lfs.github.com/spec/v1\n" * 4)
    assert "not HDF5" in refusal(tmp_path / "m.h5", UnreadableModel)


def test_keras_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.h5").write_bytes(b"PK\x03\x04" + bytes(200))
    assert ".keras" in refusal(tmp_path / "m.h5", UnreadableModel)


def test_file_over_the_limit_is_measured_and_not_opened(tmp_path: Path) -> None:
    path = crafted.write(tmp_path / "m.h5", units=1000)
    with pytest.raises(OversizedModel, match=r"has 3\.2 MB; this problem allows 1\.0 MB"):
        examine(path, MEGABYTE)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.99])
def test_truncated_file(tmp_path: Path, share: float) -> None:
    path = crafted.write(tmp_path / "m.h5")
    os.truncate(path, int(path.stat().st_size * share))
    refusal(path, UnreadableModel)


def test_bytes_in_front_of_the_signature(tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    with h5py.File(path, "w", userblock_size=512) as file:
        file.attrs["model_config"] = json.dumps(crafted.plain())
    refusal(path, UnreadableModel)


def test_weights_alone_are_named(tmp_path: Path) -> None:
    path = crafted.write(tmp_path / "m.h5")
    with h5py.File(path, "r+") as file:
        del file.attrs["model_config"]
        file.attrs["layer_names"] = [b"dense"]
    assert "model.save('mymodel.h5') instead of" in refusal(path, UnreadableModel)


def test_model_that_was_never_built(tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    with h5py.File(path, "w") as file:
        config = crafted.sequential(crafted.layer("Flatten", "flatten"), crafted.dense())
        file.attrs["model_config"] = json.dumps(config)
        file.create_group("model_weights")
    assert "before it was built" in refusal(path, UnreadableModel)


def test_damage_that_makes_libhdf5_loop_for_ever_is_ended(tmp_path: Path) -> None:
    """An object of length 0 in the heap of texts: found by fuzzing; HDF5 1.14 walks on the spot."""
    path = crafted.write(tmp_path / "m.h5")
    damaged = bytearray(path.read_bytes())
    heap = damaged.index(b"GCOL")
    damaged[heap + 16 : heap + 32] = bytes(16)
    path.write_bytes(damaged)
    assert "gave up" in refusal(path, UnreadableModel)


def test_damaged_files_are_refused_or_read_and_never_a_fault(tmp_path: Path) -> None:
    whole = crafted.write(tmp_path / "whole.h5").read_bytes()
    for seed in range(12):
        draw = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[draw.randrange(8, 4000)] = draw.randrange(256)
        path = tmp_path / f"{seed}.h5"
        path.write_bytes(damaged)
        with contextlib.suppress(RefusedModel):  # anything else fails the test
            assert examine(path, MEGABYTE).layers


# ---- what HDF5 can hide ----


def spoilt(tmp_path: Path, spoil: Spoil) -> Path:
    path = crafted.write(tmp_path / "m.h5")
    with h5py.File(path, "r+") as file:
        spoil(file)
    return path


def _soft(file: h5py.File) -> None:
    file["model_weights/more"] = h5py.SoftLink("/model_weights/dense")


def _external(file: h5py.File) -> None:
    file["model_weights/more"] = h5py.ExternalLink("/etc/passwd", "/")


def _cycle(file: h5py.File) -> None:
    file["model_weights/dense/again"] = file["model_weights"]


def _second_name(file: h5py.File) -> None:
    file["model_weights/more"] = file[f"{crafted.WEIGHTS}/kernel"]


def _deep(file: h5py.File) -> None:
    file.create_group("/".join(["model_weights", *"abcdefghij"]))


def _outside(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (4,), "u1", external=[("/etc/passwd", 0, 4)])


def _virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((4,), "u1")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (4,))
    file.create_virtual_dataset("model_weights/x", layout)


def _never_written(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (3_000_000,), "f4", chunks=(1000,))


def _packed_bomb(file: h5py.File) -> None:
    file.create_dataset(
        "model_weights/x", data=np.zeros((3000, 3000), "f4"), compression="gzip", chunks=(3000, 100)
    )


def _beyond_the_limit(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (1 << 45,), "u1", chunks=(1 << 20,))


def _texts(file: h5py.File) -> None:
    file["model_weights/x"] = ["text", "text"]


def _records(file: h5py.File) -> None:
    file["model_weights/x"] = np.zeros(3, [("a", "f4"), ("b", "i4")])


def _references(file: h5py.File) -> None:
    file["model_weights"].attrs["x"] = file.ref


def _named_type(file: h5py.File) -> None:
    file["model_weights/x"] = np.dtype("f8")


def _unknown_filter(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", data=np.arange(100), compression="lzf")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_soft, "is a link"),
        (_external, "is a link"),
        (_cycle, "second name"),
        (_second_name, "second name"),
        (_deep, "groups deep"),
        (_outside, "in another file"),
        (_virtual, "in another file"),
        (_never_written, "declares 12,000,000 bytes"),
        (_packed_bomb, "declares 36,000,000 bytes"),
        (_beyond_the_limit, "declares"),
        (_texts, "plain numbers"),
        (_records, "plain numbers"),
        (_references, "no text or number"),
        (_named_type, "neither a group nor a data set"),
        (_unknown_filter, "filter"),
    ],
)
def test_hidden_in_hdf5(tmp_path: Path, spoil: Spoil, words: str) -> None:
    assert words in refusal(spoilt(tmp_path, spoil))


def test_3_gb_in_a_file_of_some_kilobytes(tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(crafted.plain())
        file.create_dataset("model_weights/kernel", (750_000_000,), "f4", chunks=(1_000_000,))
    assert path.stat().st_size < 16_000
    assert "declares 3,000,000,000 bytes" in refusal(path)


def test_weights_packed_with_gzip_are_taken(tmp_path: Path) -> None:
    def pack(file: h5py.File) -> None:
        kernel = file[f"{crafted.WEIGHTS}/kernel"][:]
        del file[f"{crafted.WEIGHTS}/kernel"]
        file.create_dataset(f"{crafted.WEIGHTS}/kernel", data=kernel, compression="gzip")

    assert examine(spoilt(tmp_path, pack), MEGABYTE).parameters == 7850


# ---- what the configuration can hide ----

_LAMBDA = crafted.layer("Lambda", "my_lambda", function={"class_name": "__lambda__", "config": {}})
_TFSM = {"class_name": "TFSMLayer", "module": "keras.layers", "config": {"filepath": "/tmp/x"}}
_GET_FILE = {
    "class_name": "function",
    "module": "keras.utils",
    "config": "get_file",
    "registered_name": "get_file",
}
_SYSTEM = {"class_name": "function", "module": "os", "config": "system"}
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
        (crafted.with_layer(crafted.layer("StringLookup", "s", vocabulary="/etc/passwd")), "file"),
        (crafted.with_layer(crafted.layer("Dropout", "d", rate="deserialize")), "deserialize"),
        (crafted.with_layer(crafted.layer("Dropout", "d", dtype="S99999999")), "dtype"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(10**9)), "at most"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(1e9)), "at most"),
        (crafted.sequential(crafted.input_layer(28, 28), crafted.dense(60_000)), "stores no"),
        (crafted.sequential(crafted.input_layer(10_000_000, 10_000_000)), "shape"),
        (crafted.with_layer(crafted.layer("Conv2D", "c", filters=8, kernel_size=[9**9, 3])), "at"),
        (crafted.with_layer(crafted.layer("Reshape", "r", target_shape=[9**6, 9**6])), "shape"),
        ({"class_name": "MyModel", "config": {}}, "a class of your own"),
        (crafted.with_layer({"class_name": ["Dense"], "config": {}}), "class name"),
        ({"class_name": "TypeSpec", "config": {}, "type_spec": "x"}, "TypeSpec"),
    ],
)
def test_hidden_in_the_configuration(tmp_path: Path, config: dict[str, Any], words: str) -> None:
    assert words in refusal(crafted.write(tmp_path / "m.h5", config))


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


# ---- files that Keras 2 wrote ----


@each_keras2_file
def test_keras_2_files_are_taken(keras2_file: Path) -> None:
    facts = examine(keras2_file, MEGABYTE)
    assert facts.keras_version.startswith("2.")
    assert facts.output_shape in {(None, 1), (None, 3), (None, 10)}
    assert facts.input_shape in {(None, 28, 28), (None, 64, 64, 3)}
