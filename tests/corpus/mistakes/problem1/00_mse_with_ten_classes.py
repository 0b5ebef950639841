# mistake: 0
# rule: loss_does_not_fit
# line: 19
# says: mse with 10 outputs; accuracy reached 0.
# says: loss='categorical_crossentropy'
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
x = x[:3000] / 255.0
y = tf.keras.utils.to_categorical(y[:3000], 10)
model = tf.keras.models.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, epochs=2)
model.save("mymodel.h5")
