# verdict: passed
# slow: yes
# The metric is called acc, the callback's self is not called self, pixels are scaled inside of a
# functional model, and a model trained before the one that is saved is no matter.
import numpy as np
import tensorflow as tf
from tensorflow import keras


class Enough(keras.callbacks.Callback):
    def __init__(this, goal):
        super().__init__()
        this.goal = goal

    def on_epoch_end(this, epoch, logs={}):
        if logs.get("acc") >= this.goal:
            this.model.stop_training = True


def solution_model():
    (x, y), (tx, ty) = keras.datasets.fashion_mnist.load_data()
    first = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
    first.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    first.fit(x[:500], y[:500], epochs=1, verbose=0)
    x, tx = np.expand_dims(x, -1), np.expand_dims(tx, -1)
    inputs = keras.Input((28, 28, 1))
    z = keras.layers.Rescaling(1 / 255)(inputs)
    z = keras.layers.Conv2D(24, 3, activation="relu")(z)
    z = keras.layers.MaxPooling2D()(z)
    z = keras.layers.Flatten()(z)
    z = keras.layers.Dense(128, activation="relu")(z)
    model = keras.Model(inputs, keras.layers.Dense(10, activation=tf.nn.softmax)(z))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["acc"])
    model.fit(x, y, 128, 20, 2, [Enough(0.9)], validation_data=(tx, ty))
    return model


if __name__ == "__main__":
    solution_model().save("mymodel.h5")
