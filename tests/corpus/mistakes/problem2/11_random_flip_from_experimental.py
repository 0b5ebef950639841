# mistake: 11
# line: 9
# rule: name_is_elsewhere
# says: tf.keras.layers.RandomFlip
import tensorflow as tf
from tensorflow.keras import layers

data_augmentation = tf.keras.Sequential([
    layers.experimental.preprocessing.RandomFlip("horizontal"),
    layers.experimental.preprocessing.RandomRotation(0.1),
])
