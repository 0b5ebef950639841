# Only 3,000 pictures, drawn at random, are trained on; 0.90 on those says little about the others.
# All other pictures show it, those of the training set as well as the held-out ones.
# fails: check_final_training_accuracy, check_held_out_accuracy
# says: it was trained on 3,000 pictures: train on all 60,000
import numpy as np
import tensorflow as tf

(x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
# fewer, so that it goes faster
some = np.random.default_rng(0).choice(len(x), 3000, replace=False)
x, y = x[some] / 255.0, y[some]
x_test, y_test = x_test / 255.0, y_test


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= 0.90:
            self.model.stop_training = True


model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.002),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, batch_size=16, epochs=20, callbacks=[Stop()])
print(model.evaluate(x_test, y_test))
model.save("mymodel.h5")
