# verdict: unsafe model
# slow: yes
# says: Lambda
import tensorflow as tf

scale = tf.keras.layers.Lambda(lambda x: x / 255.0)
layers = [tf.keras.Input((28, 28)), scale, tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(10, activation="softmax")])
model.save("mymodel.h5")
