"""Models that Keras 2 saved: each passes the kit's pre-check and predicts in its box as it did."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from grader.model_file.inspection import examine
from grader.model_file.predictor import read
from grader.sandbox.events import parse
from grader.sandbox.protocol import Predicted
from tests.conftest import ROOT
from tests.model_file import predicting
from tests.model_file.keras2_files import FILES, each_keras2_file, in_the_form_of_2_6

if TYPE_CHECKING:
    from pathlib import Path

MADE = ROOT / "tests" / "model_file" / "keras2_models.py"
# Of each the layers that Keras 3 takes only after a repair.
NAMES = (
    "arithmetic",
    "attention",
    "augmented",
    "bidirectional",
    "branches",
    "cells",
    "convolutional_both_ways",
    "convolutional_lstm",
    "depthwise",
    "frozen",
    "model_in_a_wrapper",
    "recurrent",
    "shared",
    "tf_functions",
    "transfer",
    "transfer_in_a_row",
)
# Those in which a layer or a model holds another one.
NESTED = (
    "bidirectional",
    "cells",
    "convolutional_both_ways",
    "frozen",
    "model_in_a_wrapper",
    "shared",
    "transfer_in_a_row",
)
MOST = 50_000_000
HAS_TF_KERAS = importlib.util.find_spec("tf_keras") is not None
needs_tf_keras = pytest.mark.skipif(
    not HAS_TF_KERAS,
    reason="NOT TESTED: tf_keras, which writes files of Keras 2, is not installed",
)


def ask(models: list[Path], scratch: Path) -> dict[Path, Any]:
    """Each file's predictions of the x beside it, by the box's own program; or what it said."""
    requests: list[dict[str, Any]] = []
    for number, path in enumerate(models):
        (scratch / str(number)).mkdir()
        with np.load(path.with_suffix(".npz")) as kept:
            np.save(scratch / str(number) / "x.npy", kept["x"])
        wanted = {"name": "x", "array": str(scratch / str(number) / "x.npy"), "scales": [[1, 0]]}
        requests.append({"model": str(path), "out": str(scratch / str(number)), "sets": [wanted]})
    answers: dict[Path, Any] = {}
    waiting = list(models)
    while waiting:  # A model that does not load ends the program.
        environ = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
        done = predicting.ask(*requests, environ=environ)
        told = [parse(line) for line in done.stdout.splitlines()][1:]
        assert told, done.stderr[-2000:]
        answers.update(zip(waiting, told, strict=False))
        waiting, requests = waiting[len(told) :], requests[len(told) :]
    for number, path in enumerate(models):
        if isinstance(answers[path], Predicted):
            with np.load(path.with_suffix(".npz")) as kept:
                found = read(scratch / str(number) / "x-0.npy", rows=len(kept["x"]))
                expected = kept["p"].reshape(found.shape)
                answers[path] = float(np.abs(found - expected).max())
    return answers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Models that tf_keras saves now; none where it is not installed."""
    if not HAS_TF_KERAS:
        return []
    folder = tmp_path_factory.mktemp("made")
    done = subprocess.run(
        [sys.executable, str(MADE), str(folder), *NAMES],
        env={**os.environ, "TF_USE_LEGACY_KERAS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [folder / f"{name}.h5" for name in NAMES]


@pytest.fixture(scope="module")
def made_by_2_6(made: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same models with the configuration that TensorFlow 2.6 wrote for them."""
    folder = tmp_path_factory.mktemp("made_by_2_6")
    nested = [path for path in made if path.stem in NESTED]
    files = [folder / path.name for path in nested]
    for path, target in zip(nested, files, strict=True):
        shutil.copy(path, target)
        shutil.copy(path.with_suffix(".npz"), folder)
        with h5py.File(target, "r+") as file:
            config = in_the_form_of_2_6(json.loads(file.attrs["model_config"]))
            file.attrs["model_config"] = json.dumps(config)
            file.attrs["keras_version"] = "2.6.0"
    return files


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model as TensorFlow 2.0 wrote it, put together by hand: names that nothing writes now."""
    path = tmp_path_factory.mktemp("oldest") / "oldest.h5"
    random = np.random.default_rng(0)
    kernel, bias = random.normal(0, 1e-3, (784, 10)), random.normal(0, 1, 10)
    scale = [random.uniform(0.5, 1.5, 784) for _ in ("gamma", "beta", "mean", "variance")]
    drawn = {"class_name": "GlorotUniform", "config": {"seed": None, "dtype": "float32"}}
    varied = {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}
    zeros = {"class_name": "Zeros", "config": {"dtype": "float32"}}
    first = {"name": "flatten", "batch_input_shape": [None, 28, 28], "data_format": "channels_last"}
    normal = {"name": "batch", "axis": [1], "epsilon": 0.001, "gamma_initializer": zeros}
    dense = {"name": "dense", "units": 10, "kernel_initializer": drawn, "bias_initializer": zeros}
    other = {"class_name": "VarianceScaling", "config": varied}
    layers: list[dict[str, Any]] = [
        {"class_name": "Flatten", "config": {**first, "trainable": True, "dtype": "float32"}},
        {"class_name": "BatchNormalizationV1", "config": {**normal, "dtype": "float32"}},
        {"class_name": "Dense", "config": {**dense, "activation": "linear"}},
        {"class_name": "Dropout", "config": {"name": "drop", "rate": 0.2, "noise_shape": None}},
        {
            "class_name": "Dense",
            "config": {**dense, "name": "last", "kernel_initializer": other}
            | {"activation": "softmax_v2"},
        },
    ]
    config = {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}
    optimizer = {"class_name": "RMSprop", "config": {"name": "RMSprop", "lr": 0.001, "decay": 0.0}}
    weights = {
        "batch": dict(zip(("gamma", "beta", "moving_mean", "moving_variance"), scale, strict=True)),
        "dense": {"kernel": kernel, "bias": bias},
        "last": {"kernel": np.eye(10), "bias": bias},
    }
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.2.4-tf"
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["training_config"] = json.dumps({"optimizer_config": optimizer, "loss": "mse"})
        top = file.create_group("model_weights")
        names = [layer["config"]["name"] for layer in layers]
        top.attrs["layer_names"] = np.array(names, "S")
        for name in names:
            group = top.create_group(str(name))
            arrays = {f"{name}/{key}:0": value for key, value in weights.get(str(name), {}).items()}
            group.attrs["weight_names"] = np.array(list(arrays), "S")
            for key, value in arrays.items():
                group.create_dataset(key, data=value.astype("f4"))
    x = random.integers(0, 255, (3, 28, 28)).astype("f4")
    gamma, beta, mean, variance = scale
    flat = (x.reshape(3, 784) - mean) / np.sqrt(variance + 0.001) * gamma + beta
    raised = np.exp(flat @ kernel + bias + bias)
    np.savez(path.with_suffix(".npz"), x=x, p=raised / raised.sum(axis=1, keepdims=True))
    return path


@pytest.fixture(scope="module")
def answers(
    made: list[Path],
    made_by_2_6: list[Path],
    oldest: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[Path, Any]:
    """How far each file's predictions lie from what its own Keras gave, asked in one go."""
    return ask([*FILES, *made, *made_by_2_6, oldest], tmp_path_factory.mktemp("asked"))


@each_keras2_file
def test_kept_file_predicts_as_it_did(answers: dict[Path, Any], keras2_file: Path) -> None:
    assert examine(keras2_file, MOST).keras_version.startswith("2.")
    assert answers[keras2_file] == pytest.approx(0, abs=1e-5)


@needs_tf_keras
@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_file_that_tf_keras_saves_predicts_as_it_did(
    made: list[Path], answers: dict[Path, Any], place: int
) -> None:
    assert examine(made[place], MOST).keras_version.startswith("2.")
    assert answers[made[place]] == pytest.approx(0, abs=1e-5)


@needs_tf_keras
@pytest.mark.parametrize("place", range(len(NESTED)), ids=NESTED)
def test_file_in_the_form_of_tensorflow_2_6_predicts_as_it_did(
    made_by_2_6: list[Path], answers: dict[Path, Any], place: int
) -> None:
    assert examine(made_by_2_6[place], MOST).keras_version == "2.6.0"
    assert answers[made_by_2_6[place]] == pytest.approx(0, abs=1e-5)


@each_keras2_file
def test_form_of_tensorflow_2_6_is_that_of_its_own_files(keras2_file: Path) -> None:
    newer = keras2_file.parent.parent / "tf2.15" / keras2_file.name
    if keras2_file.parent.name != "tf2.6" or keras2_file.stem == "func":  # its layers have others
        return
    with h5py.File(keras2_file) as old, h5py.File(newer) as new:
        expected = json.loads(old.attrs["model_config"])
        assert in_the_form_of_2_6(json.loads(new.attrs["model_config"])) == expected


def test_file_of_tensorflow_2_0_predicts_as_its_numbers_say(
    answers: dict[Path, Any], oldest: Path
) -> None:
    assert examine(oldest, MOST).output_activation == "softmax"
    assert answers[oldest] == pytest.approx(0, abs=1e-5)


@needs_tf_keras
def test_scaling_by_arithmetic_is_found_in_a_file_of_keras_2(made: list[Path]) -> None:
    scaled = {path.stem for path in made if examine(path, MOST).has_rescaling}
    assert scaled == {"arithmetic", "augmented", "frozen", "model_in_a_wrapper", "transfer"}
