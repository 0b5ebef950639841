# verdict: crashed
# slow: yes
# says: must end in `.keras`
# options: --keras 3
# fault-line: 14
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
flow = {"target_size": (150, 150), "class_mode": "categorical"}
training = generator.flow_from_directory("data/rps", subset="training", **flow)
validation = generator.flow_from_directory("data/rps", subset="validation", **flow)

best = tf.keras.callbacks.ModelCheckpoint("best.ckpt", save_best_only=True)
