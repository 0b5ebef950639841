# The callback looks after each batch, where accuracy is that of a part of the epoch only.
# fails: check_callback_stops_at_the_threshold
# says: never stopped, not even at accuracy 0.906
import tensorflow as tf
from tensorflow.keras import Sequential, layers


class EarlyBird(tf.keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def solution_model():
    (x_train, y_train), _ = tf.keras.datasets.fashion_mnist.load_data()
    x_train = (x_train / 255.0).reshape(-1, 28, 28, 1)
    model = Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, strides=2, activation="relu"),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(5e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x_train, y_train, batch_size=256, epochs=20, callbacks=[EarlyBird()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
