# mistake: 0
# rule: learning_rate_is_absurd
# line: 19
# says: 1, which overshoots every minimum: accuracy
# says: Adam(learning_rate=0.001)
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
x, y = x[:3000] / 255.0, y[:3000]
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
optimizer = tf.keras.optimizers.Adam(learning_rate=1.0)
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=2)
model.save("mymodel.h5")
