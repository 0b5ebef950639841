# verdict: failed
# slow: yes
# fails: check_callback_is_defined_and_passed
# says: got EarlyStopping
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
layers = [tf.keras.Input((28, 28)), tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = tf.keras.callbacks.EarlyStopping(monitor="accuracy", patience=1)
model.fit(x[:3000] / 255.0, y[:3000], epochs=2, verbose=2, callbacks=[stop])
model.save("mymodel.h5")
