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

IMAGE = (32, 32, 3)
GARMENT = (28, 28)
VIDEO = (3, 10, 10, 1)
SERIES = (8, 6)


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
            keras.Input(IMAGE),
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
        input_shape=IMAGE, include_top=False, weights=None, alpha=0.35
    )


def transfer() -> Model:
    inputs = keras.Input(IMAGE)
    x = keras.applications.mobilenet_v2.preprocess_input(inputs)
    x = layers.GlobalAveragePooling2D()(_mobile_net()(x, training=False))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def transfer_in_a_row() -> Model:
    return keras.Sequential(
        [_mobile_net(), layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    )


def arithmetic() -> Model:
    inputs = keras.Input(IMAGE)
    x = layers.Conv2D(4, 3, padding="same")(inputs / 255.0)
    x = tf.nn.relu(x * 2 - 1) + x
    return keras.Model(inputs, layers.Dense(3)(layers.GlobalMaxPooling2D()(1 - x)))


def branches() -> Model:
    inputs = keras.Input(IMAGE)
    inner = keras.Sequential([keras.Input(IMAGE), layers.Conv2D(3, 1)])
    x = layers.Concatenate()([inner(inputs), layers.AveragePooling2D(3, 1, "same")(inner(inputs))])
    x = layers.Conv2DTranspose(2, 3)(layers.ZeroPadding2D()(x))
    x = layers.LayerNormalization()(layers.Add()([x, x]))
    outer = keras.Sequential([keras.Input((36, 36, 2)), layers.Flatten(), layers.Dense(1)])
    return keras.Model(inputs, outer(x))


def augmented() -> Model:
    return keras.Sequential(
        [
            keras.Input(IMAGE),
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


def bidirectional() -> Model:
    backward = layers.GRU(4, return_sequences=True, go_backwards=True)
    recurrent = {"activation": tf.nn.relu, "recurrent_activation": "hard_sigmoid"}
    forward = layers.LSTM(4, return_sequences=True, kernel_regularizer="l2", **recurrent)
    cells = [layers.LSTMCell(3), layers.GRUCell(4, recurrent_activation="hard_sigmoid")]
    return keras.Sequential(
        [
            layers.Bidirectional(forward, backward_layer=backward, input_shape=SERIES),
            layers.TimeDistributed(layers.Dense(4, activation=layers.LeakyReLU(0.1))),
            layers.Bidirectional(layers.RNN(cells)),
            layers.Dense(3, activation="softmax"),
        ]
    )


def cells() -> Model:
    stacked = layers.StackedRNNCells([layers.LSTMCell(4), layers.SimpleRNNCell(5)])
    return keras.Sequential(
        [
            keras.Input((3, *SERIES)),
            layers.TimeDistributed(layers.TimeDistributed(layers.Dense(4))),
            layers.TimeDistributed(layers.Bidirectional(layers.LSTM(2))),
            layers.RNN(stacked, return_sequences=True),
            layers.RNN(layers.GRUCell(4)),
            layers.Dense(3),
        ]
    )


def convolutional_both_ways() -> Model:
    inner = layers.Bidirectional(layers.ConvLSTM2D(2, 3), merge_mode="sum")
    return keras.Sequential([keras.Input(VIDEO), inner, layers.Flatten(), layers.Dense(3)])


def _own_loss(true: Model, found: Model) -> Model:
    return tf.reduce_mean((true - found) ** 2)


class _OwnMetric(keras.metrics.Mean):  # type: ignore[name-defined,misc]
    """Counts nothing new; its name is in the file."""


def model_in_a_wrapper() -> Model:
    begin = keras.Input(VIDEO[1:])
    x = layers.BatchNormalization()(layers.Conv2D(4, 3)(begin / 255.0))
    first = keras.Model(begin, x)
    middle = keras.Input(VIDEO[1:])
    second = keras.Model(middle, layers.Flatten()(first(middle)))
    last = keras.Sequential([keras.Input((256,)), layers.Dense(4)])
    last.compile("sgd", _own_loss)
    return keras.Sequential(
        [
            keras.Input(VIDEO),
            layers.TimeDistributed(second),
            layers.TimeDistributed(last),
            layers.Bidirectional(layers.GRU(3)),
            layers.Dense(3),
        ]
    )


def shared() -> Model:
    both = layers.Bidirectional(layers.LSTM(4))
    inner = keras.Sequential([both, layers.Dense(4)])
    inputs = keras.Input(SERIES)
    other = layers.TimeDistributed(layers.Dense(6))(inputs)
    x = layers.Concatenate()([inner(inputs), inner(other), both(other)])
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
    model.compile("adam", _own_loss, metrics=[_own_loss, _OwnMetric()])
    return model


def attention() -> Model:
    inputs = keras.Input(SERIES)
    x = layers.MultiHeadAttention(2, 4)(inputs, value=inputs)
    return keras.Model(inputs, layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x)))


def frozen() -> Model:
    base = keras.Sequential([keras.Input(IMAGE), layers.Conv2D(3, 3)])
    for _ in range(2):
        base.add(layers.BatchNormalization())
        base.add(layers.Conv2D(3, 3))
    base.trainable = False
    shift = np.random.default_rng(2)
    base.set_weights([each + shift.uniform(0, 0.5, each.shape) for each in base.get_weights()])
    begin = [keras.Input(IMAGE), layers.Rescaling(1 / 25500)]
    return keras.Sequential([*begin, base, layers.GlobalMaxPooling2D(), layers.Dense(3)])


def main() -> None:
    folder = Path(sys.argv[1])
    for name in sys.argv[2:]:
        keras.utils.set_random_seed(1)
        model = globals()[name]()
        if not model.optimizer:
            rate = keras.optimizers.legacy.Adam(lr=0.001)
            model.compile(rate, "mse", metrics=["acc"])
        inputs = model.input_shape[1:]
        x = np.random.default_rng(0).integers(0, 255, (3, *inputs)).astype("float32")
        p = np.asarray(model(x, training=False))
        model.save(folder / f"{name}.h5")
        np.savez(folder / f"{name}.npz", x=x, p=p)


if __name__ == "__main__":
    main()
