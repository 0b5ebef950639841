# mistake: pixels divided by the length of their row
# line: 8
# rule: normalized_by_length
# says: write x = x / 255.0
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
x = tf.keras.utils.normalize(x, axis=1)
layers = [tf.keras.layers.Flatten(), tf.keras.layers.Dense(64, activation="relu")]
model = tf.keras.Sequential([tf.keras.Input((28, 28)), *layers])
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=256, epochs=4)
model.save("mymodel.h5")
