# mistake: 0
# rule: callback_is_never_passed
# line: 27
# says: ReachedTarget (line 10)
# says: it got no callback
# says: callbacks=[stop]
import tensorflow as tf


class ReachedTarget(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = tf.keras.Sequential(
        [
            tf.keras.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    stop = ReachedTarget()
    model.fit(x[:3000] / 255.0, y[:3000], epochs=2)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
