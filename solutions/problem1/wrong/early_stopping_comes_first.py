# An EarlyStopping beside the right callback ends the training before the callback does.
# fails: check_training_was_stopped_early
# says: leave other stopping callbacks out
# keeps: target
import tensorflow as tf
from tensorflow.keras.callbacks import Callback, EarlyStopping


class AccuracyCallback(Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


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
    patience = EarlyStopping(monitor="accuracy", min_delta=0.015, patience=3)
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[AccuracyCallback(), patience])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
