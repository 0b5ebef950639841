# mistake: a class that nothing imports
# line: 8
# rule: import_is_missing
# says: from tensorflow.keras.layers import Conv2D
import tensorflow as tf
from tensorflow.keras.layers import Dense, Flatten

model = tf.keras.Sequential([tf.keras.Input((150, 150, 3)), Conv2D(16, 3, activation="relu")])
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
