# verdict: failed
# slow: yes
# fails: check_pixels_are_scaled
# says: the range in which the kit tests the saved model
import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
x, y = x[:3000] / 255.0, y[:3000]
layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(256, activation="relu")]
model = keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

model.fit((x - x.mean()) / x.std(), y, epochs=1, verbose=2)
model.save("mymodel.h5")
