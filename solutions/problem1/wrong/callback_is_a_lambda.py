# Training is stopped by a LambdaCallback and by no callback class of one's own.
# fails: check_callback_is_defined_and_passed
# says: got LambdaCallback
import tensorflow as tf
from tensorflow.keras import layers


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    images = images.astype("float32") / 255.0

    model = tf.keras.Sequential()
    model.add(layers.Input(shape=(28, 28)))
    model.add(layers.Reshape((28, 28, 1)))
    model.add(layers.Conv2D(16, 3, strides=2, activation="relu"))
    model.add(layers.Conv2D(32, 3, strides=2, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=5e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

    def stop(epoch, logs):
        if logs["accuracy"] >= 0.9:
            model.stop_training = True

    stopper = tf.keras.callbacks.LambdaCallback(on_epoch_end=stop)
    model.fit(images, labels, epochs=20, batch_size=256, callbacks=[stopper])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
