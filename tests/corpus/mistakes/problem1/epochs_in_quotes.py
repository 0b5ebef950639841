# mistake: a number in quotes
# line: 11
# rule: number_in_quotes
# says: write epochs=5
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
layers = [tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation="softmax")]
model = tf.keras.Sequential([tf.keras.Input((28, 28)), *layers])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x / 255.0, y, epochs="5", batch_size=64)
model.save("mymodel.h5")
