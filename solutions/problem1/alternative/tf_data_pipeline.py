# A tf.data pipeline feeds fit: shuffled, batched, and scaled on the way.
import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20
AUTOTUNE = tf.data.AUTOTUNE


class TargetReached(tf.keras.callbacks.Callback):
    """Stops at `goal`; which metric to watch is told when it is made."""

    def __init__(self, goal, metric="accuracy"):
        super().__init__()
        self.goal = goal
        self.metric = metric

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.metric)
        if value is not None and value >= self.goal:
            self.model.stop_training = True


def prepare(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    training = (
        tf.data.Dataset.from_tensor_slices((images, labels))
        .shuffle(60_000)
        .batch(256)
        .map(prepare, num_parallel_calls=AUTOTUNE)
        .prefetch(AUTOTUNE)
    )
    model = tf.keras.Sequential(
        [
            tf.keras.Input((28, 28)),
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
        loss=tf.keras.losses.SparseCategoricalCrossentropy(),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.fit(training, epochs=EPOCHS, verbose=2, callbacks=[TargetReached(STOP_AT)])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
