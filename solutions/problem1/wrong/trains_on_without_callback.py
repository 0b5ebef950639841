# After the training that the callback stopped, the same model is trained on without it.
# The last training is what the model comes from, and nothing stopped that one.
# fails: check_callback_is_defined_and_passed, check_training_was_stopped_early
# says: pass it to every fit of the model that you save
import tensorflow as tf
from tensorflow import keras


class Stopper(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.9:
            self.model.stop_training = True


def make_model():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x[..., None] / 255.0
    model = make_model()
    model.compile(
        keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[Stopper()])
    # one more epoch never hurts
    model.fit(x, y, batch_size=256, epochs=1)
    return model


if __name__ == "__main__":
    solution_model().save("mymodel.h5")
