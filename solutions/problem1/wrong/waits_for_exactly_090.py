# The callback compares with == in place of >=; an accuracy is hardly ever exactly 0.90.
# fails: check_callback_stops_at_the_threshold, check_training_was_stopped_early
# says: did not stop at accuracy 0.906
import tensorflow as tf


class AccuracyReached(tf.keras.callbacks.Callback):
    def __init__(self, goal):
        super().__init__()
        self.goal = goal

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] == self.goal:
            self.model.stop_training = True


def solution_model():
    (x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    x, x_test = x / 255.0, x_test / 255.0
    inputs = tf.keras.Input((28, 28))
    z = tf.keras.layers.Reshape((28, 28, 1))(inputs)
    z = tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu")(z)
    z = tf.keras.layers.Conv2D(32, 3, strides=2, activation="relu")(z)
    z = tf.keras.layers.Flatten()(z)
    z = tf.keras.layers.Dense(128, activation="relu")(z)
    outputs = tf.keras.layers.Dense(10, activation="softmax")(z)
    model = tf.keras.Model(inputs, outputs)
    model.compile(
        tf.keras.optimizers.Adam(5e-3), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    stop = AccuracyReached(0.90)
    model.fit(x, y, 256, epochs=5, callbacks=[stop], validation_data=(x_test, y_test))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
