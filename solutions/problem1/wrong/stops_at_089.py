# The callback stops at 0.89, the figure of another course, and not at 0.90.
# It does so in the training as well, an epoch or two too early.
# fails: check_callback_stops_at_the_threshold, check_training_was_stopped_early
# says: stopped at accuracy 0.894 already
import tensorflow as tf

ACCURACY_THRESHOLD = 0.89


class StopAtAccuracy(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") >= ACCURACY_THRESHOLD:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(256, activation="relu"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.002),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x / 255.0, y, batch_size=256, epochs=20, callbacks=[StopAtAccuracy()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
