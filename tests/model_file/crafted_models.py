"""Saved models written with h5py alone: a plain one as Keras 3 writes it, to be spoilt by tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

Config = dict[str, Any]
WEIGHTS = "model_weights/dense/sequential/dense"


def layer(class_name: str, name: str, **settings: object) -> Config:
    return {"class_name": class_name, "config": {"name": name, "trainable": True, **settings}}


def input_layer(*shape: int | None) -> Config:
    settings = {"batch_shape": [None, *shape], "dtype": "float32", "name": "input"}
    return {"class_name": "InputLayer", "config": settings}


def dense(units: object = 10, activation: object = "softmax", name: str = "dense") -> Config:
    return layer("Dense", name, units=units, activation=activation)


def sequential(*layers: Config) -> Config:
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": list(layers)}}


def plain() -> Config:
    return sequential(input_layer(28, 28), layer("Flatten", "flatten"), dense())


def with_layer(extra: Config) -> Config:
    return sequential(input_layer(28, 28), extra, layer("Flatten", "flatten"), dense())


def write(path: Path, config: Config | str | None = None, units: int = 10) -> Path:
    """A whole file: `config` (a plain model unless given) and the weights of one Dense layer."""
    config = plain() if config is None else config
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "3.15.1"
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = config if isinstance(config, str) else json.dumps(config)
        file.create_group("model_weights").attrs["layer_names"] = [b"flatten", b"dense"]
        file.create_group(WEIGHTS)
        file[f"{WEIGHTS}/kernel"] = np.ones((784, units), "float32")
        file[f"{WEIGHTS}/bias"] = np.zeros(units, "float32")
    return path
