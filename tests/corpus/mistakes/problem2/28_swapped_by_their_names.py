# mistake: 28
# rule: swaps_cats_and_dogs
# line: 32
# says: training/cats 1,350 dogs
# says: testing/dogs 150 cats
# says: call split_data with Cat and cats
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


CAT_SOURCE_DIR = "data/PetImages/Cat/"
DOG_SOURCE_DIR = "data/PetImages/Dog/"
TRAINING_CATS_DIR = "cats-v-dogs/training/cats/"
TESTING_CATS_DIR = "cats-v-dogs/testing/cats/"
TRAINING_DOGS_DIR = "cats-v-dogs/training/dogs/"
TESTING_DOGS_DIR = "cats-v-dogs/testing/dogs/"
for folder in (TRAINING_CATS_DIR, TESTING_CATS_DIR, TRAINING_DOGS_DIR, TESTING_DOGS_DIR):
    os.makedirs(folder, exist_ok=True)
split_data(CAT_SOURCE_DIR, TRAINING_DOGS_DIR, TESTING_DOGS_DIR, 0.9)
split_data(DOG_SOURCE_DIR, TRAINING_CATS_DIR, TESTING_CATS_DIR, 0.9)

training, testing = (
    tf.keras.utils.image_dataset_from_directory(
        f"cats-v-dogs/{part}", label_mode="binary", image_size=(150, 150), batch_size=10
    )
    .map(lambda x, y: (x / 255.0, y))
    .take(3)
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
model.fit(training, validation_data=testing, epochs=2)
model.save("mymodel.h5")
