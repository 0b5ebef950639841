# The pixels are divided by 255 twice: the model learns on 0 to 0.004.
# fails: check_pixels_are_scaled
# says: divide by 255.0 once only
# keeps: target
import tensorflow as tf


class StopAt90(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def load():
    (x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    return (x / 255.0, y), (x_test / 255.0, y_test)


def solution_model():
    (x, y), (x_test, y_test) = load()
    x, x_test = x / 255.0, x_test / 255.0
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.BatchNormalization(epsilon=1e-9),
            tf.keras.layers.Conv2D(16, 3, strides=2, activation="tanh"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Conv2D(32, 3, strides=2, activation="tanh"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="tanh"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[StopAt90()])
    print("test:", model.evaluate(x_test, y_test, verbose=0))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
