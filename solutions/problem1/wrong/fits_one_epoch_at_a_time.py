# fit is called in a loop with epochs=1, so there is no later epoch that the callback could spare.
# fails: check_training_was_stopped_early
# says: it stopped in the last epoch that was asked for
import tensorflow as tf


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x / 255.0
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
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
    for epoch in range(20):
        print("epoch", epoch + 1)
        model.fit(x, y, batch_size=256, epochs=1, callbacks=[Stop()])
        if model.stop_training:
            break
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
