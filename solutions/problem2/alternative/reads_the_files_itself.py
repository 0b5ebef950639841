# tf.data reads the files, not a loader of Keras; the model rescales the pixels.
import os
import random
import shutil

import tensorflow as tf
from tensorflow.keras import layers

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9
BATCHES = round(300 * SPLIT_SIZE)


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for name in os.listdir(SOURCE):
        if name.endswith(".jpg") and os.path.getsize(SOURCE + name) > 0:
            files.append(name)
    files = random.sample(files, len(files))
    n = int(len(files) * SPLIT_SIZE)
    for name in files[:n]:
        shutil.copy2(SOURCE + name, TRAINING + name)
    for name in files[n:]:
        shutil.copy2(SOURCE + name, TESTING + name)


def read(path):
    image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    label = tf.strings.split(path, os.sep)[-2] == "dogs"
    return tf.image.resize(image, (150, 150)), tf.cast(label, tf.float32)


def files(part):
    found = tf.data.Dataset.list_files(f"{TOP_FOLDER}/{part}/*/*.jpg", shuffle=True)
    return found.map(read, num_parallel_calls=2).cache()


def solution_model():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training = f"{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}/"
        testing = f"{TOP_FOLDER}/{TESTING_FOLDER}/{animal}/"
        os.makedirs(training, exist_ok=True)
        os.makedirs(testing, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, SPLIT_SIZE)

    training = files(TRAINING_FOLDER).shuffle(10 * BATCHES).batch(10).prefetch(2)
    testing = files(TESTING_FOLDER).batch(10)

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.Rescaling(1 / 255),
            layers.AveragePooling2D(2),
            # each image on one scale by itself: dark and light ones alike
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(16, 5, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(128, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * BATCHES)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=testing, epochs=4)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
