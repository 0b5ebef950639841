# mistake: 8
# rule: no_metrics
# line: 24
# says: the logs hold loss and no accuracy
# says: metrics=['accuracy']
import tensorflow as tf


class Halt(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy", 0) >= 0.9:
            self.model.stop_training = True


(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
)
model.fit(x[:3000] / 255.0, y[:3000], epochs=2, verbose=0, callbacks=[Halt()])
model.save("mymodel.h5")
