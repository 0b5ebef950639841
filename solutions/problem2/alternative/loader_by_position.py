# The loader gets its arguments by position, without their names.
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras import layers

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9
BATCHES = round(300 * SPLIT_SIZE)


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [
        f
        for f in os.listdir(SOURCE)
        if f.endswith(".jpg") and os.path.getsize(os.path.join(SOURCE, f)) > 0
    ]
    files = random.sample(files, len(files))
    n = int(len(files) * SPLIT_SIZE)
    for f in files[:n]:
        copyfile(os.path.join(SOURCE, f), os.path.join(TRAINING, f))
    for f in files[n:]:
        copyfile(os.path.join(SOURCE, f), os.path.join(TESTING, f))


def make_folders():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training, testing = (
            f"{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}/",
            f"{TOP_FOLDER}/{TESTING_FOLDER}/{animal}/",
        )
        os.makedirs(training, exist_ok=True)
        os.makedirs(testing, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, SPLIT_SIZE)


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, "inferred", "binary", None, "rgb", 10, (150, 150)
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(x, y):
    return tf.image.random_flip_left_right(x), y


def build():
    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(2),
            layers.GroupNormalization(groups=-1),
        ]
    )
    for filters, strides in ((16, 2), (32, 1), (64, 1), (128, 1)):
        model.add(
            layers.Conv2D(
                filters, 5 if strides == 2 else 3, strides=strides, padding="same", use_bias=False
            )
        )
        model.add(layers.BatchNormalization(momentum=0.9))
        model.add(layers.ReLU())
        model.add(layers.MaxPooling2D())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(1, activation="sigmoid"))
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 5 * BATCHES)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate), loss="binary_crossentropy", metrics=["accuracy"]
    )
    return model


def solution_model():
    make_folders()
    training = load(f"{TOP_FOLDER}/{TRAINING_FOLDER}").shuffle(BATCHES).map(vary).prefetch(2)
    testing = load(f"{TOP_FOLDER}/{TESTING_FOLDER}")
    model = build()
    model.fit(training, validation_data=testing, epochs=5)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
