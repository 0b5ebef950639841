# mistake: 32
# line: 9
# rule: channel_is_missing
# says: (28, 28, 1)
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(28, 28))
x = layers.Conv2D(8, 3, activation="relu")(inputs)
x = layers.Flatten()(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = tf.keras.Model(inputs, outputs)
