"""The look at a model file before anything opens it: what it is, and what it is not."""

from __future__ import annotations

import contextlib
import json
import os
import random
from hashlib import sha256
from typing import TYPE_CHECKING

import h5py
import pytest

from grader.model_file.findings import OversizedModel, RefusedModel, UnreadableModel
from grader.model_file.inspection import examine
from tests.model_file import crafted_models as crafted
from tests.model_file.keras2_files import each_keras2_file
from tests.model_file.refusals import MEGABYTE, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Spoil = Callable[[h5py.File], None]


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


@pytest.mark.parametrize(
    ("name", "known"),
    [("softmax_v2", "softmax"), ("log_softmax_v2", "log_softmax"), ("swish", "silu")],
)
def test_functions_of_tensorflow_are_known_by_their_names_in_files(
    tmp_path: Path, name: str, known: str
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
    assert facts.output_activation == known


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


@each_keras2_file
def test_keras_2_files_are_taken(keras2_file: Path) -> None:
    facts = examine(keras2_file, MEGABYTE)
    assert facts.keras_version.startswith("2.")
    assert facts.output_shape in {(None, 1), (None, 3), (None, 10)}
    assert facts.input_shape in {(None, 28, 28), (None, 64, 64, 3)}
