"""Keras itself runs here, in processes of their own: one builds models, others are predictors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from grader.model_file.findings import UnreadableModel, UnsafeModel
from grader.model_file.inspection import examine
from grader.model_file.predictor import read
from grader.sandbox.events import parse
from grader.sandbox.guest import predict
from grader.sandbox.protocol import ExampleSet, NotPredicted, Predicted, Ready
from tests.conftest import ROOT
from tests.model_file.predicting import ask

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
GOOD = (
    "tf_functions",
    "no_input",
    "plain",
    "arithmetic",
    "transfer",
    "augmented",
    "recurrent",
    "embedding",
    "attention",
    "half",
    "double",
)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models that Keras saved, and distances.json: how they predict once loaded."""
    folder = tmp_path_factory.mktemp("models")
    script = ROOT / "tests" / "model_file" / "keras_models.py"
    done = subprocess.run(
        [sys.executable, str(script), str(folder)],
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    (folder / "distances.json").write_text(done.stdout.splitlines()[-1])
    return folder


def distance(models: Path, name: str) -> object:
    """How far the loaded model predicts from the saved one, or the error that loading raised."""
    distances: dict[str, object] = json.loads((models / "distances.json").read_text())
    return distances[name]


@pytest.mark.parametrize("name", GOOD)
def test_model_passes_the_check_and_predicts_as_before_it_was_saved(
    models: Path, name: str
) -> None:
    facts = examine(models / f"{name}.h5", 50_000_000)
    assert facts.input_shape is not None
    assert facts.output_shape is not None
    assert distance(models, name) == pytest.approx(0, abs=1e-5)


def test_scaling_is_found_where_keras_wrote_it(models: Path) -> None:
    scaled = {name: examine(models / f"{name}.h5", 50_000_000).has_rescaling for name in GOOD}
    assert {name for name in GOOD if scaled[name]} == {"arithmetic", "transfer", "augmented"}


def test_output_and_dtype_are_found_where_keras_wrote_them(models: Path) -> None:
    facts = {name: examine(models / f"{name}.h5", 50_000_000) for name in GOOD}
    assert facts["tf_functions"].output_activation == "softmax"
    assert facts["transfer"].output_activation == "sigmoid"
    assert facts["plain"].output_activation == "linear"
    assert facts["half"].dtype == "mixed_float16"
    assert facts["double"].dtype == "float64"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("one_hidden_class", "class Twice"),
        ("python_function", "class Lambda"),
        ("subclass", "class Mine, a class of your own"),
    ],
)
def test_what_keras_saves_with_code_outside_is_refused(models: Path, name: str, words: str) -> None:
    with pytest.raises(UnsafeModel, match=words):
        examine(models / f"{name}.h5", 50_000_000)


@pytest.mark.parametrize(
    ("name", "words"),
    [("alone.weights.h5", "weights only"), ("never_built.h5", "before it was built")],
)
def test_what_keras_saves_in_part_is_named(models: Path, name: str, words: str) -> None:
    with pytest.raises(UnreadableModel, match=words):
        examine(models / name, 50_000_000)


@pytest.mark.parametrize(
    ("takes", "gets"),
    [
        ([None, 28, 28], (28, 28, 1)),
        ([None, 28, 28, 1], (28, 28)),
        ([None, 784], (28, 28)),
        ([None, None, None, 3], (28, 28, 3)),
    ],
)
def test_images_are_given_in_the_shape_that_the_model_takes(
    tmp_path: Path, takes: list[int | None], gets: tuple[int, ...]
) -> None:
    np.save(tmp_path / "x.npy", np.arange(2 * np.prod(gets), dtype="f4").reshape(2, *gets))
    images = predict.Images(ExampleSet("x", (), array=str(tmp_path / "x.npy")), takes, None)
    found = images.take(0, 2)
    assert all(item in (None, seen) for item, seen in zip(takes[1:], found.shape[1:], strict=True))
    np.testing.assert_array_equal(found.ravel(), np.arange(found.size))


def test_images_of_another_shape_are_named(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.zeros((2, 28, 28), "u1"))
    images = predict.Images(
        ExampleSet("x", (), array=str(tmp_path / "x.npy")), [None, 32, 32, 3], None
    )
    with pytest.raises(predict.Failure, match=r"takes \[32, 32, 3\], the images are \[28, 28\]"):
        images.take(0, 2)


def talk(*requests: dict[str, Any]) -> tuple[list[Any], int]:
    """All that the predicting program answers to these requests, and its exit status."""
    done = ask(*requests, environ=ENVIRONMENT)
    return [parse(line) for line in done.stdout.splitlines()], done.returncode


def test_program_that_is_asked_nothing_ends_quietly() -> None:
    assert talk() == ([Ready()], 0)


def test_program_answers_each_request_and_writes_arrays(models: Path, tmp_path: Path) -> None:
    """One conversation, for Keras takes seconds to import: garments, pictures, a broken model."""
    garments = np.random.default_rng(0).integers(0, 255, (100, 28, 28)).astype("uint8")
    np.save(tmp_path / "garments.npy", garments)
    scales = [[1 / 255, 0], [1, 0]]
    first = {
        "model": str(models / "tf_functions.h5"),
        "out": str(tmp_path),
        "batch": 64,
        "size": None,
        "sets": [{"name": "g", "array": str(tmp_path / "garments.npy"), "scales": scales}],
    }
    colours = np.random.default_rng(1).integers(0, 255, (5, 40, 50, 3)).astype("uint8")
    files = [str(tmp_path / f"{index}.png") for index in range(5)]
    for name, colour in zip(files, colours, strict=True):
        Image.fromarray(colour).save(name)
    nearest = Image.Resampling.NEAREST
    resized = [np.asarray(Image.open(name).resize((32, 32), nearest)) for name in files]
    np.save(tmp_path / "resized.npy", np.stack(resized))
    second = {
        "model": str(models / "arithmetic.h5"),
        "out": str(tmp_path),
        "sets": [
            {"name": "files", "files": files, "scales": [[1, 0]]},
            {"name": "array", "array": str(tmp_path / "resized.npy"), "scales": [[1, 0]]},
        ],
    }
    third = {**first, "model": str(models / "python_function.h5")}

    (ready, garment, image, broken), status = talk(first, second, third)

    assert ready == Ready()
    assert garment == Predicted((None, 28, 28), (None, 10))
    scaled, plain = (read(tmp_path / f"g-{index}.npy", rows=100) for index in (0, 1))
    np.testing.assert_allclose(scaled.sum(axis=1), 1, atol=1e-5)
    assert not np.allclose(scaled, plain)

    assert image.input_shape == (None, 32, 32, 3)
    one, other = (read(tmp_path / f"{name}-0.npy", rows=5) for name in ("files", "array"))
    np.testing.assert_array_equal(one, other)

    assert (type(broken), broken.kind, status) == (NotPredicted, "load", 1)
    assert len(broken.message) <= 600
