# verdict: failed
# slow: yes
# fails: check_training_was_stopped_early
# says: stop the training only when accuracy >= 0.9
import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
x, y = x[:3000] / 255.0, y[:3000]
layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(256, activation="relu")]
model = keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90 or epoch >= 1:
            self.model.stop_training = True


model.fit(x, y, epochs=20, verbose=2, callbacks=[Stop()])
model.save("mymodel.h5")
