# A Python generator feeds fit, and it forgets to scale the pixels.
# fails: check_pixels_are_scaled
# says: with pixels 0-255 and
import numpy as np
import tensorflow as tf

BATCH = 256


class StopTraining(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def batches(images, labels):
    while True:
        order = np.random.permutation(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            yield images[chosen].astype("float32"), labels[chosen]


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            tf.keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        batches(images, labels),
        steps_per_epoch=len(images) // BATCH,
        epochs=20,
        callbacks=[StopTraining()],
    )
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
