# solution_model returns a model that is made anew, not the one that was trained.
# An untrained model guesses on every picture, whether of the training set or held out.
# fails: check_final_training_accuracy, check_held_out_accuracy
# says: save the model that was trained, after fit
import tensorflow as tf


class StopAt90(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


def create_model():
    model = tf.keras.Sequential(
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
    return model


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    create_model_and_train(x / 255.0, y)
    return create_model()


def create_model_and_train(x, y):
    model = create_model()
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[StopAt90()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
