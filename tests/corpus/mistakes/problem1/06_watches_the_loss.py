# mistake: 6
# rule: watches_another_figure
# line: 18
# says: it watches loss, which
# says: the best acc was 0.
# says: if logs['acc'] >= 0.9:
import tensorflow as tf
from tensorflow import keras


class StopAt(keras.callbacks.Callback):
    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def on_epoch_end(self, epoch, logs=None):
        value = logs["loss"]
        if value >= self.limit:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = keras.datasets.fashion_mnist.load_data()
    x, y = x[:5000] / 255.0, y[:5000]
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
    model.fit(x, y, epochs=3, verbose=2, callbacks=[StopAt(0.98)])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
