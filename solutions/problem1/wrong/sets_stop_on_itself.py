# The callback sets stop_training on itself in place of its model, so nothing ever stops.
# fails: check_callback_stops_at_the_threshold, check_training_was_stopped_early
# says: never stopped, not even at accuracy 0.906
import tensorflow as tf

DESIRED_ACCURACY = 0.90


class MyCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") >= DESIRED_ACCURACY:
            print(f"\nReached {DESIRED_ACCURACY:.0%} accuracy, stopping the training")
            self.stop_training = True


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
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
    model.fit(images / 255.0, labels, batch_size=256, epochs=5, callbacks=[MyCallback()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
