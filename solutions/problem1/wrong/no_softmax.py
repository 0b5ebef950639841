# The model gives logits: its loss takes them so, but nothing turns them into probabilities.
# fails: check_output_probabilities
# says: ten probabilities that sum to one
import tensorflow as tf
from tensorflow import keras


class StopCallback(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def solution_model():
    (train_images, train_labels), _ = keras.datasets.fashion_mnist.load_data()
    train_images = train_images / 255.0
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Reshape((28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.005),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(train_images, train_labels, batch_size=256, epochs=20, callbacks=[StopCallback()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
