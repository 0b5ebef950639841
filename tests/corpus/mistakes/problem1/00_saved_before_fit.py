# mistake: 0
# rule: saves_an_untrained_model
# line: 17
# says: it is saved before the fit at line
# says: move model.save('mymodel.h5') after model.fit(...)
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.save("mymodel.h5")
model.fit(x[:3000] / 255.0, y[:3000], epochs=2)
