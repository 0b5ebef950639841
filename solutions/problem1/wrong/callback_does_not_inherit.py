# The callback has every method that Keras calls, but its base class was forgotten.
# fails: check_callback_is_defined_and_passed
# says: a subclass of tf.keras.callbacks.Callback
import tensorflow as tf


class StopAt90:
    def set_params(self, params):
        self.params = params

    def set_model(self, model):
        self.model = model

    def nothing(self, *args, **kwargs):
        pass

    on_train_begin = on_train_end = nothing
    on_epoch_begin = nothing
    on_batch_begin = on_batch_end = nothing
    on_train_batch_begin = on_train_batch_end = nothing
    on_test_begin = on_test_end = on_test_batch_begin = on_test_batch_end = nothing
    on_predict_begin = on_predict_end = on_predict_batch_begin = on_predict_batch_end = nothing

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            print("reached 90% in epoch", epoch + 1)
            self.model.stop_training = True


def solution_model():
    fashion_mnist = tf.keras.datasets.fashion_mnist
    (x_train, y_train), _ = fashion_mnist.load_data()
    x_train = x_train / 255.0

    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            tf.keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x_train, y_train, batch_size=256, epochs=20, callbacks=[StopAt90()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
