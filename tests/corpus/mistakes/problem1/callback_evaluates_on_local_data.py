# mistake: a callback that reads local arrays of solution_model
# line: 16
# rule: name_is_local_to_another_function
# says: MyCallback(x_test)
# says: self.x_test
import tensorflow as tf


def load():
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    return x_train / 255.0, y_train, x_test / 255.0, y_test


class MyCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        loss, acc = self.model.evaluate(x_test, y_test, verbose=0)
        if acc > 0.9:
            self.model.stop_training = True


def solution_model():
    x_train, y_train, x_test, y_test = load()
    model = tf.keras.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train[:2000], y_train[:2000], epochs=2, callbacks=[MyCallback()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
