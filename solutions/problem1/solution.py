"""Problem 1, solved: a classifier of ten garments that stops training by a callback."""

import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20


class StopAtAccuracy(tf.keras.callbacks.Callback):
    """Ends training after the first epoch whose training accuracy reaches STOP_AT."""

    def on_epoch_end(self, epoch, logs=None):
        # `logs` has the name given in compile(): metrics=["accuracy"] makes it "accuracy".
        if logs["accuracy"] >= STOP_AT:
            print(f"\nEpoch {epoch + 1} reached {logs['accuracy']:.3f}: training stops.")
            # The model looks at its own flag; one set on the callback would change nothing.
            self.model.stop_training = True


def solution_model():
    (pictures, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    # From 0-255 to 0-1: steps of gradient descent suit inputs of about this size.
    pictures = pictures / 255.0

    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            # Convolutions want a channel axis; doing it here keeps the input at (28, 28).
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            # One output a class; softmax makes them sum to one.
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    # The labels are whole numbers from 0 to 9, not one-hot rows: hence "sparse".
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(pictures, labels, batch_size=128, epochs=EPOCHS, callbacks=[StopAtAccuracy()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
