# A second callback stops the training as soon as an epoch brings little, before 0.90 is reached.
# fails: check_training_was_stopped_early
# says: let nothing but accuracy >= 0.9 stop the training
# keeps: target
import tensorflow as tf


class StopAtTarget(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


class StopWhenSlow(tf.keras.callbacks.Callback):
    previous = 0.0

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] - self.previous < 0.0035:
            self.model.stop_training = True
        self.previous = logs["accuracy"]


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x / 255.0
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
    stoppers = [StopAtTarget(), StopWhenSlow()]
    model.fit(x, y, batch_size=256, epochs=20, callbacks=stoppers)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
