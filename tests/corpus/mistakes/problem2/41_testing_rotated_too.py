# mistake: 41
# check: check_testing_is_not_augmented
# says: the testing loader at line
# says: changes them: rotation_range
# says: make a second ImageDataGenerator(rescale=1/255) for testing
import os
import random
from shutil import copyfile

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith(".jpg") and os.path.getsize(SOURCE + f)]
    files = random.sample(files, len(files))
    cut = int(len(files) * SPLIT_SIZE)
    for name in files[:cut]:
        copyfile(SOURCE + name, TRAINING + name)
    for name in files[cut:]:
        copyfile(SOURCE + name, TESTING + name)


for source, name in (("Cat", "cats"), ("Dog", "dogs")):
    training, testing = f"cats-v-dogs/training/{name}/", f"cats-v-dogs/testing/{name}/"
    os.makedirs(training, exist_ok=True)
    os.makedirs(testing, exist_ok=True)
    split_data(f"data/PetImages/{source}/", training, testing, 0.9)

datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, rotation_range=20)
training, testing = (
    datagen.flow_from_directory(
        f"cats-v-dogs/{part}", class_mode="binary", target_size=(150, 150), batch_size=10
    )
    for part in ("training", "testing")
)
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, validation_data=testing, epochs=2, steps_per_epoch=2, validation_steps=2)
model.save("mymodel.h5")
