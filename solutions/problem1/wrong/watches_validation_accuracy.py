# The callback stores the validation accuracy in on_test_end and waits for that one.
# Called directly, without a validation before it, it has nothing to compare.
# fails: check_callback_stops_at_the_threshold, check_training_was_stopped_early
# says: 'NoneType' and 'float'
import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20


class StopOnValidation(tf.keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.reached = None

    def on_test_end(self, logs=None):
        self.reached = logs["accuracy"]

    def on_epoch_end(self, epoch, logs=None):
        if self.reached >= STOP_AT - 0.01:
            self.model.stop_training = True


def solution_model():
    (x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    x, x_test = x / 255.0, x_test / 255.0
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(32, 5, strides=3, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.004),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(
        x,
        y,
        batch_size=256,
        epochs=EPOCHS,
        validation_data=(x_test, y_test),
        callbacks=[StopOnValidation()],
    )
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
