# mistake: Flatten after the Dense layers
# line: 23
# rule: flatten_comes_last
# says: Flatten is the last layer
# says: move layers.Flatten()
import tensorflow as tf


class StopAt90(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.9:
            self.model.stop_training = True


def solution_model():
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    x_train = x_train / 255.0
    x_test = x_test / 255.0
    model = tf.keras.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Dense(16, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
        tf.keras.layers.Flatten(),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=2, batch_size=512, callbacks=[StopAt90()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
