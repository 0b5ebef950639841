# verdict: failed
# slow: yes
# fails: check_held_out_accuracy
# fails: check_training_was_stopped_early
# says: short of 0.9
import tensorflow as tf


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
layers = [tf.keras.Input((28, 28)), tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x / 255.0, y, epochs=20, batch_size=128, verbose=2, callbacks=[Stop()])
model.save("mymodel.h5")
