"""Models that Keras saved after each epoch of a training, and their hashes of that time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
KINDS = ("h5", "keras", "weights.h5")
EPOCHS = 3

# Saves FOLDER/0.h5, 0.keras, 0.weights.h5, 1.h5 …: one model after each epoch of a training.
# Prints the hashes of its weights at each of these moments.
TRAIN_AND_SAVE = """
import json, sys
import keras, numpy as np
from keras import layers
from grader.sandbox.conventions import weight_hash

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((12, 12, 3)),
    layers.RandomFlip("horizontal"),
    layers.Conv2D(4, 3),
    layers.BatchNormalization(),
    layers.Dropout(0.5),
    layers.Flatten(),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy")
x = np.random.default_rng(1).random((8, 12, 12, 3), dtype="float32")
told = []
for epoch in range(int(sys.argv[2])):
    model.train_on_batch(x, np.arange(8) % 3)
    told.append([weight_hash(array) for array in model.get_weights()])
    for kind in sys.argv[3:]:
        save = model.save_weights if kind == "weights.h5" else model.save
        save(f"{sys.argv[1]}/{epoch}.{kind}")
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Trained:
    """Files of a training's epochs, and the hashes that were made of the weights meanwhile."""

    folder: Path
    told: tuple[tuple[str, ...], ...]

    def file(self, epoch: int, kind: str = "h5") -> Path:
        return self.folder / f"{epoch}.{kind}"


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    done = subprocess.run(
        [sys.executable, "-c", TRAIN_AND_SAVE, str(folder), str(EPOCHS), *KINDS],
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    return Trained(folder, tuple(map(tuple, told)))


def cut_short(good: Path, place: Path) -> None:
    place.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
