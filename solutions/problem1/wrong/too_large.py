# A wide Dense layer follows a large Flatten: more than 25 MB, nearly all of them in one layer.
# fails: check_model_size
# says: a file of at most 25 MB
import tensorflow as tf


class StopAt90(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x.reshape(-1, 28, 28, 1) / 255.0
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28, 1)),
            tf.keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(440, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.003),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[StopAt90()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
