# verdict: failed
# slow: yes
# fails: check_validation_is_not_augmented
# says: two passes over the same images differ
import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

layers = [tf.keras.Input((150, 150, 3)), tf.keras.layers.MaxPooling2D(10), tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
plain = ImageDataGenerator(rescale=1 / 255)
darker = ImageDataGenerator(
    rescale=1 / 255, preprocessing_function=lambda picture: picture * np.random.uniform(0.5, 1)
)


def load(generator, folder):
    return generator.flow_from_directory(folder, target_size=(150, 150), class_mode="binary")


training = load(plain, "data/horse-or-human")
validation = load(darker, "data/validation-horse-or-human")
model.fit(training, validation_data=validation, epochs=1, verbose=2)
model.save("mymodel.h5")
