# The file reads the pictures by itself, and takes the first 1,000 of each folder only.
# fails: check_training_loader
# says: fit was given 2,000
# says: load all pictures of cats-v-dogs/training
import os
import random
from shutil import copyfile

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for name in os.listdir(SOURCE):
        if name.endswith(".jpg") and os.path.getsize(SOURCE + name) > 0:
            files.append(name)
    files = random.sample(files, len(files))
    n = int(len(files) * SPLIT_SIZE)
    for name in files[:n]:
        copyfile(SOURCE + name, TRAINING + name)
    for name in files[n:]:
        copyfile(SOURCE + name, TESTING + name)


def read(folder, most):
    pictures, labels = [], []
    for label, animal in enumerate(["cats", "dogs"]):
        for name in os.listdir(os.path.join(folder, animal))[:most]:
            path = os.path.join(folder, animal, name)
            picture = tf.keras.utils.load_img(path, target_size=(150, 150))
            pictures.append(np.asarray(picture, dtype="float32") / 255.0)
            labels.append(label)
    return np.stack(pictures), np.array(labels, dtype="float32")


def solution_model():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training = f"cats-v-dogs/training/{animal}/"
        testing = f"cats-v-dogs/testing/{animal}/"
        os.makedirs(training, exist_ok=True)
        os.makedirs(testing, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, 0.9)

    x, y = read("cats-v-dogs/training", 1000)
    x_test, y_test = read("cats-v-dogs/testing", 1000)

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
    model.fit(x, y, batch_size=10, validation_data=(x_test, y_test), epochs=4)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
