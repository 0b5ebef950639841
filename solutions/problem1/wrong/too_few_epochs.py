# fit is asked for seven epochs, which are over before 0.90 is reached.
# fails: check_training_was_stopped_early
# says: let the model learn better, or allow more epochs
# keeps: target
import tensorflow as tf


class MyCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            print("\n90% reached")
            self.model.stop_training = True


def solution_model():
    (train_x, train_y), _ = tf.keras.datasets.fashion_mnist.load_data()
    train_x = train_x / 255.0
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(256, activation="relu"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(0.002),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(train_x, train_y, batch_size=256, epochs=7, callbacks=[MyCallback()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
