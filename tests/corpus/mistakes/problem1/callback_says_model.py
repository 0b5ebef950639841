# mistake: a callback that says model
# line: 11
# rule: model_of_a_callback
# says: self.model.stop_training = True
import tensorflow as tf


class StopsAtTen(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.1:
            model.stop_training = True


def solution_model():
    (x_train, y_train), _ = tf.keras.datasets.fashion_mnist.load_data()
    net = tf.keras.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(x_train[:2000] / 255.0, y_train[:2000], epochs=2, callbacks=[StopsAtTen()])
    return net


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
