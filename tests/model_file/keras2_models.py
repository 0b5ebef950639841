"""Started by test_keras2.py under TF_USE_LEGACY_KERAS=1: saves models as Keras 2 does.

Arguments: an empty folder, and names of the functions below. Each model is saved as
FOLDER/NAME.h5 with FOLDER/NAME.npz (x = inputs, p = predictions).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

keras = tf.keras
layers = keras.layers
Model = Any  # Keras has no types

PICTURE = (32, 32, 3)
GARMENT = (28, 28)


def recurrent() -> Model:
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.GRU(4, return_sequences=True, recurrent_activation="hard_sigmoid"),
            layers.SimpleRNN(4),
            layers.Dense(10, activation="softmax"),
        ]
    )


def convolutional_lstm() -> Model:
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Reshape((4, 7, 28, 1)),
            layers.ConvLSTM2D(2, 3),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def depthwise() -> Model:
    return keras.Sequential(
        [
            keras.Input(PICTURE),
            layers.DepthwiseConv2D(3, depthwise_initializer="he_normal"),
            layers.SeparableConv2D(4, 3, activation=tf.nn.relu),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def tf_functions() -> Model:
    return keras.Sequential(
        [
            keras.Input(GARMENT),
            layers.Flatten(),
            layers.Dense(8, tf.nn.relu, kernel_initializer=keras.initializers.GlorotUniform()),
            layers.Dense(8, tf.nn.swish, kernel_regularizer="l2"),
            layers.Dense(8, "hard_sigmoid"),
            layers.Activation(tf.nn.tanh),
            layers.Dense(10, tf.nn.softmax),
        ]
    )


def _mobile_net() -> Model:
    return keras.applications.MobileNetV2(
        input_shape=PICTURE, include_top=False, weights=None, alpha=0.35
    )


def transfer() -> Model:
    inputs = keras.Input(PICTURE)
    x = keras.applications.mobilenet_v2.preprocess_input(inputs)
    x = layers.GlobalAveragePooling2D()(_mobile_net()(x, training=False))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def transfer_in_a_row() -> Model:
    return keras.Sequential(
        [_mobile_net(), layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    )


def arithmetic() -> Model:
    inputs = keras.Input(PICTURE)
    x = layers.Conv2D(4, 3, padding="same")(inputs / 255.0)
    x = tf.nn.relu(x * 2 - 1) + x
    return keras.Model(inputs, layers.Dense(3)(layers.GlobalMaxPooling2D()(1 - x)))


def branches() -> Model:
    inputs = keras.Input(PICTURE)
    inner = keras.Sequential([keras.Input(PICTURE), layers.Conv2D(3, 1)])
    x = layers.Concatenate()([inner(inputs), layers.AveragePooling2D(3, 1, "same")(inner(inputs))])
    x = layers.Conv2DTranspose(2, 3)(layers.ZeroPadding2D()(x))
    x = layers.LayerNormalization()(layers.Add()([x, x]))
    outer = keras.Sequential([keras.Input((36, 36, 2)), layers.Flatten(), layers.Dense(1)])
    return keras.Model(inputs, outer(x))


def augmented() -> Model:
    return keras.Sequential(
        [
            keras.Input(PICTURE),
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.1),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 3, activation=layers.LeakyReLU(0.1)),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(3, activation="softmax"),
        ]
    )


def main() -> None:
    folder = Path(sys.argv[1])
    for name in sys.argv[2:]:
        keras.utils.set_random_seed(1)
        model = globals()[name]()
        rate = keras.optimizers.legacy.Adam(lr=0.001)
        model.compile(rate, "mse", metrics=["acc"])
        inputs = model.input_shape[1:]
        x = np.random.default_rng(0).integers(0, 255, (3, *inputs)).astype("float32")
        p = np.asarray(model.predict_on_batch(x))
        model.save(folder / f"{name}.h5")
        np.savez(folder / f"{name}.npz", x=x, p=p)


if __name__ == "__main__":
    main()
