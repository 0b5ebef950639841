# mistake: 0
# rule: validates_on_training_pictures
# line: 24
# says: all of the validation images are training images too: val_accuracy 0.
# says: fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))
import tensorflow as tf


def load():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    return x[:4000] / 255.0, y[:4000]


x, y = load()
x_val, y_val = x[-500:], y[-500:]
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=2, validation_data=(x_val, y_val))
model.save("mymodel.h5")
