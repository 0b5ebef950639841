# A subclassed model is trained. Keras cannot save it whole as .h5, so a functional model of the
# same layers is saved.
import tensorflow as tf
from tensorflow import keras

STOP_AT = 0.90
EPOCHS = 20


class Garments(keras.Model):
    def __init__(self):
        super().__init__()
        self.grow = keras.layers.Reshape((28, 28, 1))
        self.first = keras.layers.Conv2D(16, 3, strides=2, activation="relu")
        self.second = keras.layers.Conv2D(32, 3, strides=2, activation="relu")
        self.flat = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(128, activation="relu")
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, images):
        found = self.second(self.first(self.grow(images)))
        return self.out(self.hidden(self.flat(found)))


class ReachedNinety(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= STOP_AT:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = Garments()
    model.compile(
        optimizer=keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x / 255.0, y, batch_size=256, epochs=EPOCHS, callbacks=[ReachedNinety()])
    inputs = keras.Input((28, 28))
    return keras.Model(inputs, model.call(inputs))


if __name__ == "__main__":
    solution_model().save("mymodel.h5")
