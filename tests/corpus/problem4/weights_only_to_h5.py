# verdict: crashed
# slow: yes
# says: .weights.h5
# passes: check_training_part
# passes: check_parts_are_disjoint
# fault-line: 15
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
flow = {"target_size": (150, 150), "class_mode": "categorical"}
training = generator.flow_from_directory("data/rps", subset="training", **flow)
validation = generator.flow_from_directory("data/rps", subset="validation", **flow)

best = tf.keras.callbacks.ModelCheckpoint("best.h5", save_weights_only=True, save_best_only=True)
