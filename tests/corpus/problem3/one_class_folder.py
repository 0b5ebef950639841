# verdict: crashed
# fails: check_training_folder
# says: a level too low: point it to data/horse-or-human
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255)
layers = [tf.keras.Input((150, 150, 3)), tf.keras.layers.MaxPooling2D(10), tf.keras.layers.Flatten()]
model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])


def load(folder, generator=generator):
    return generator.flow_from_directory(folder, target_size=(150, 150), class_mode="binary")


training = load("data/horse-or-human/horses")
validation = load("data/validation-horse-or-human")
model.fit(training, validation_data=validation, epochs=1, verbose=2)
model.save("mymodel.h5")
