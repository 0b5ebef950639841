# verdict: crashed
# slow: yes
# says: the logs hold accuracy, loss: write logs['accuracy']
import tensorflow as tf


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["acc"] >= 0.90:
            self.model.stop_training = True


(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
layers = [tf.keras.Input((28, 28)), tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:3000] / 255.0, y[:3000], epochs=2, verbose=2, callbacks=[Stop()])
model.save("mymodel.h5")
