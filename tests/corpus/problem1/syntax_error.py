# verdict: crashed
# says: SyntaxError
# fault-line: 7
import tensorflow as tf


model = tf.keras.Sequential([tf.keras.layers.Dense(10)
model.save("mymodel.h5")
