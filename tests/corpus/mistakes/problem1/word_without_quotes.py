# mistake: a word without quotes
# line: 8
# rule: quotes_are_missing
# says: activation='relu'
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
hidden = tf.keras.layers.Dense(64, activation=relu)
model = tf.keras.Sequential([tf.keras.Input((28, 28)), tf.keras.layers.Flatten(), hidden])
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x / 255.0, y, epochs=1)
model.save("mymodel.h5")
