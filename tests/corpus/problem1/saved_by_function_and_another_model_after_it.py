# verdict: failed
# slow: yes
# passes: check_callback_stops_at_the_threshold
# passes: check_training_was_stopped_early
import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
x, y = x[:3000] / 255.0, y[:3000]
layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(256, activation="relu")]
model = keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


model.fit(x, y, epochs=20, verbose=2, callbacks=Stop())
keras.models.save_model(model, "mymodel.h5")
other = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
other.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
other.fit(x, y, epochs=1, verbose=0)
