# mistake: a callback that reads a local variable of solution_model
# line: 11
# rule: name_is_local_to_another_function
# says: target is local to solution_model()
# says: move `target = 0.9` out of it
import tensorflow as tf


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= target:
            self.model.stop_training = True


def solution_model():
    target = 0.9
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = tf.keras.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x[:2000] / 255.0, y[:2000], epochs=2, callbacks=[Stop()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
