"""Started by test_predict.py: saves models of every kind that learners build, and loads them again.

Argument: an empty folder. Each model is saved as FOLDER/NAME.h5 with FOLDER/NAME.npz (x = inputs,
p = predictions). Printed is one JSON object: by name, how far predictions of the loaded model lie
from those of the saved one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from grader.sandbox.guest import predict

Model = Any  # Keras has no types

IMAGE = (32, 32, 3)
GARMENT = (28, 28)


def tf_functions() -> Model:
    """What 10 of 16 public submissions of problem1 do: functions of tf.nn as activations."""
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Flatten(),
            layers.Dense(16, activation=tf.nn.relu),
            layers.Dense(16, activation=tf.nn.swish),
            layers.Dense(10, activation=tf.nn.softmax),
        ]
    )


def no_input() -> Model:
    return keras.Sequential([layers.Flatten(), layers.Dense(10, activation="softmax")])


def plain() -> Model:
    return keras.Sequential(
        [
            keras.Input((*GARMENT, 1)),
            layers.Conv2D(4, 3, activation=layers.LeakyReLU(0.1)),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(10, kernel_regularizer=keras.regularizers.L2(1e-3)),
        ]
    )


def arithmetic() -> Model:
    inputs = keras.Input(IMAGE)
    x = layers.Conv2D(4, 3, padding="same")(inputs / 255.0)
    y = keras.ops.relu(x * 2 - 1) + x
    y = layers.Add()([x, y[:, ::-1]])
    y = keras.ops.cast(keras.ops.mean(y, axis=(1, 2)), "float32")
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(y))


def transfer() -> Model:
    base = keras.applications.MobileNetV2(
        input_shape=IMAGE, include_top=False, weights=None, alpha=0.35
    )
    inputs = keras.Input(IMAGE)
    x = base(keras.applications.mobilenet_v2.preprocess_input(inputs), training=False)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def augmented() -> Model:
    augment = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
    return keras.Sequential(
        [
            keras.Input(IMAGE),
            augment,
            layers.RandomZoom(0.1),
            layers.Rescaling(1 / 255),
            layers.SeparableConv2D(4, 3),
            layers.Dropout(0.2),
            layers.GlobalMaxPooling2D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def recurrent() -> Model:
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.TimeDistributed(layers.Dense(4)),
            layers.GRU(4),
            layers.Dense(10, activation="softmax"),
        ]
    )


def embedding() -> Model:
    return keras.Sequential(
        [
            keras.Input((12,)),
            layers.Embedding(500, 4),
            layers.GlobalAveragePooling1D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def attention() -> Model:
    inputs = keras.Input(GARMENT)
    x = layers.Attention()([inputs, inputs])
    x = layers.MultiHeadAttention(2, 4)(x, x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(x)))


def half() -> Model:
    policy = "mixed_float16"
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Flatten(dtype=policy),
            layers.Dense(16, dtype=policy),
            layers.Dense(10, activation="softmax", dtype="float32"),
        ]
    )


def double() -> Model:
    return keras.Sequential(
        [
            keras.Input(GARMENT, dtype="float64"),
            layers.Flatten(dtype="float64"),
            layers.Dense(10, dtype="float64"),
        ]
    )


def one_hidden_class() -> Model:
    class Twice(layers.Layer):  # type: ignore[misc]
        def call(self, x: Model) -> Model:
            return 2 * x

    return keras.Sequential([keras.Input(GARMENT), Twice(), layers.Flatten(), layers.Dense(10)])


def python_function() -> Model:
    return keras.Sequential(
        [keras.Input(GARMENT), layers.Lambda(lambda x: x / 255), layers.Flatten(), layers.Dense(10)]
    )


def subclass() -> Model:
    class Mine(keras.Model):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.last = layers.Dense(10)

        def call(self, x: Model) -> Model:
            return self.last(keras.ops.reshape(x, (-1, 784)))

    return Mine()


GOOD = (
    tf_functions,
    no_input,
    plain,
    arithmetic,
    transfer,
    augmented,
    recurrent,
    embedding,
    attention,
    half,
    double,
)
REFUSED = (one_hidden_class, python_function, subclass)


def save(model: Model, path: Path) -> None:
    inputs = model.input_shape[1:] if model.built else GARMENT
    x = np.random.default_rng(0).integers(0, 255, (3, *inputs)).astype("float32")
    p = np.asarray(model.predict_on_batch(x))
    model.compile("adam", "mse")
    model.save(path)
    np.savez(path.with_suffix(".npz"), x=x, p=p)


def distance(path: Path) -> float | str:
    with np.load(path.with_suffix(".npz")) as expected:
        try:
            found = np.asarray(predict.load(str(path)).predict_on_batch(expected["x"]))
        except Exception as error:  # noqa: BLE001  (the tests say which may come)
            return f"{type(error).__name__}: {error}"[:300]
        return float(np.abs(found - expected["p"]).max())


def main() -> None:
    keras.utils.set_random_seed(1)
    folder = Path(sys.argv[1])
    for build in GOOD + REFUSED:
        save(build(), folder / f"{build.__name__}.h5")
    built = [folder / f"{build.__name__}.h5" for build in GOOD]
    plain().save_weights(folder / "alone.weights.h5")
    keras.Sequential([layers.Flatten(), layers.Dense(1)]).save(folder / "never_built.h5")
    found = {path.stem: distance(path) for path in built}
    print(json.dumps(found))  # noqa: T201


main()
