# verdict: failed
# slow: yes
# passes: check_callback_stops_at_the_threshold
# passes: check_callback_is_defined_and_passed
import tensorflow as tf


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.9:
            self.model.stop_training = True


(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
layers = [tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation="softmax")]
model = tf.keras.Sequential([tf.keras.Input((28, 28)), *layers])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
listed = tf.keras.callbacks.CallbackList([Stop()], add_history=True, model=model)
model.fit(x[:2000] / 255.0, y[:2000], epochs=1, callbacks=listed)
model.fit(x[:2000] / 255.0, y[:2000], epochs=2, callbacks=listed)
model.save("mymodel.h5")
