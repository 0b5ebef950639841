# Problem 1: ten kinds of clothing, and a callback that stops the training

import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20


class StopAtAccuracy(tf.keras.callbacks.Callback):
    """Stop after the first epoch whose training accuracy reaches STOP_AT."""

    def on_epoch_end(self, epoch, logs=None):
        # `logs` uses the names that compile() got: metrics=["accuracy"] gives "accuracy".
        if logs["accuracy"] >= STOP_AT:
            print(f"\nEpoch {epoch + 1} reached {logs['accuracy']:.3f}: training stops.")
            # Keras reads the flag of the model; a flag on the callback has no effect.
            self.model.stop_training = True


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    # From 0-255 to 0-1: gradient descent works best with inputs of about this size.
    images = images / 255.0

    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            # Convolutions need a channel axis; adding it here keeps the input at (28, 28).
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            # One output for each class; softmax makes them sum to one.
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    # The labels are whole numbers from 0 to 9, not one-hot rows: hence "sparse".
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(images, labels, batch_size=128, epochs=EPOCHS, callbacks=[StopAtAccuracy()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
