# compile got no metrics, so the callback has only the loss to look at.
# It then stops by the loss, which says nothing about 0.90: both checks of the stop fail.
# fails: check_callback_stops_at_the_threshold, check_training_was_stopped_early
# says: the logs hold loss
# says: no accuracy among the logs
import tensorflow as tf


class StopCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] <= 0.30:
            self.model.stop_training = True


def solution_model():
    (train_images, train_labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    train_images = train_images / 255.0

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
    model.compile(optimizer=tf.keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy")
    model.fit(train_images, train_labels, batch_size=256, epochs=20, callbacks=[StopCallback()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
