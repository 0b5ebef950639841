# The callback compares with > in place of >=, so that exactly 0.90 does not stop it.
# fails: check_callback_stops_at_the_threshold
# says: did not stop at exactly 0.9, only above it
import numpy as np
import tensorflow as tf


class Callback90(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        accuracy = (logs or {}).get("accuracy", 0)
        if accuracy > 0.9:
            print("Accuracy is over 90%: done")
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = np.expand_dims(x, -1).astype(np.float32) / 255
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Conv2D(16, 3, 2, activation="relu", input_shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(32, 3, 2, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        tf.keras.optimizers.Adam(0.005),
        tf.keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[Callback90()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
