# split_data makes its two folders and fails if they exist.
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
    os.makedirs(TRAINING)
    os.makedirs(TESTING)
    all_files = []
    for file_name in os.listdir(SOURCE):
        file_path = os.path.join(SOURCE, file_name)
        if not file_name.endswith(".jpg"):
            continue
        if os.path.getsize(file_path):
            all_files.append(file_name)
        else:
            print(f"{file_name} is zero length, so ignoring")
    n_files = len(all_files)
    split_point = int(n_files * SPLIT_SIZE)
    shuffled = random.sample(all_files, n_files)
    train_set = shuffled[:split_point]
    test_set = shuffled[split_point:]
    for file_name in train_set:
        copyfile(os.path.join(SOURCE, file_name), os.path.join(TRAINING, file_name))
    for file_name in test_set:
        copyfile(os.path.join(SOURCE, file_name), os.path.join(TESTING, file_name))


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=10
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(images, labels):
    return tf.image.random_flip_left_right(images), labels


def solution_model():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        split_data(
            f"data/PetImages/{source}",
            f"{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}",
            f"{TOP_FOLDER}/{TESTING_FOLDER}/{animal}",
            SPLIT_SIZE,
        )

    training = load(f"{TOP_FOLDER}/{TRAINING_FOLDER}").shuffle(BATCHES).map(vary).prefetch(2)
    testing = load(f"{TOP_FOLDER}/{TESTING_FOLDER}")

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
            layers.GlobalMaxPooling2D(),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    rate = tf.keras.optimizers.schedules.CosineDecay(3e-3, 4 * BATCHES)
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
