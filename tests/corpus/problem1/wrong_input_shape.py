# verdict: failed
# slow: yes
# fails: check_input_shape
# says: (None, 784)
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:3000].reshape(-1, 784) / 255.0, y[:3000], epochs=1, verbose=0)
model.save("mymodel.h5")
