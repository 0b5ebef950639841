# EarlyStopping is used where a callback of one's own is asked for.
# What is not one's own cannot be what stopped the training, so that check fails with it.
# fails: check_callback_is_defined_and_passed, check_training_was_stopped_early
# says: got EarlyStopping
import tensorflow as tf


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x / 255.0
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
    callback = tf.keras.callbacks.EarlyStopping(monitor="accuracy", min_delta=0.015, patience=3)
    model.fit(x, y, batch_size=256, epochs=20, callbacks=[callback])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
