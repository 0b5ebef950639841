# verdict: failed
# slow: yes
# passes: check_callback_stops_at_the_threshold
# passes: check_training_was_stopped_early
# passes: check_final_training_accuracy
# Right but for its few pictures: the direct calls must neither disturb what was trained nor be
# disturbed by what the callback expects of a real training.
import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
x, y = x[::30] / 255.0, y[::30]  # Those that the saved model is asked about.
layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(256, activation="relu")]
model = keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

model.save_weights("start.weights.h5")


class Stop(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_begin(self, logs=None):
        self.model.load_weights("start.weights.h5")

    def on_train_batch_end(self, batch, logs=None):
        self.batches = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(logs["accuracy"])
        print(f"epoch {epoch + 1} of {self.params['epochs']}: {self.batches} batches")
        if max(self.seen) >= 0.90:
            self.model.stop_training = True


model.fit(x, y, epochs=20, verbose=2, callbacks=[[Stop()]])
model.save("mymodel.h5")
