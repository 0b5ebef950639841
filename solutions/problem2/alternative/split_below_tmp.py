# The split is in /tmp, as in many courses; an old one is removed first.
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
    images = [
        name
        for name in os.listdir(SOURCE)
        if name.lower().endswith(".jpg") and os.stat(os.path.join(SOURCE, name)).st_size > 0
    ]
    random.shuffle(images)
    cut = int(len(images) * SPLIT_SIZE)
    for place, names in ((TRAINING, images[:cut]), (TESTING, images[cut:])):
        for name in names:
            shutil.copyfile(os.path.join(SOURCE, name), os.path.join(place, name))


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=10
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(images, labels):
    return tf.image.random_flip_left_right(images), labels


def solution_model():
    if os.path.exists(f"/tmp/{TOP_FOLDER}"):
        shutil.rmtree(f"/tmp/{TOP_FOLDER}")
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training = f"/tmp/{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}/"
        testing = f"/tmp/{TOP_FOLDER}/{TESTING_FOLDER}/{animal}/"
        os.makedirs(training, exist_ok=True)
        os.makedirs(testing, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, SPLIT_SIZE)

    training = load(f"/tmp/{TOP_FOLDER}/{TRAINING_FOLDER}").shuffle(BATCHES).map(vary).prefetch(2)
    testing = load(f"/tmp/{TOP_FOLDER}/{TESTING_FOLDER}")

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
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
