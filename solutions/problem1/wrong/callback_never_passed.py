# The callback is written and an instance made, but it is never given to fit.
# It cannot stop the training then, so the training is not stopped early either.
# fails: check_callback_is_defined_and_passed, check_training_was_stopped_early
# says: got no callback
import tensorflow as tf

print(tf.__version__)


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") >= 0.90:
            print("\nReached 90% accuracy so cancelling training!")
            self.model.stop_training = True


callbacks = myCallback()
mnist = tf.keras.datasets.fashion_mnist
(training_images, training_labels), (test_images, test_labels) = mnist.load_data()
training_images = training_images / 255.0
test_images = test_images / 255.0
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Reshape((28, 28, 1)),
        tf.keras.layers.Conv2D(16, (3, 3), strides=2, activation="relu"),
        tf.keras.layers.Conv2D(32, (3, 3), strides=2, activation="relu"),
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
model.fit(training_images, training_labels, batch_size=256, epochs=5)
model.evaluate(test_images, test_labels)
model.save("mymodel.h5")
