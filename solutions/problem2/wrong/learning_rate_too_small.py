# The learning rate is 0.0000002: after all epochs the model has hardly moved from where it began.
# fails: check_held_out_accuracy
# says: a learning rate of 2e-07 is too small
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras import layers


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
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


def vary(pictures, labels):
    return tf.image.random_flip_left_right(pictures), labels


def solution_model():
    CATS = "data/PetImages/Cat/"
    DOGS = "data/PetImages/Dog/"
    TRAINING_CATS = "cats-v-dogs/training/cats/"
    TESTING_CATS = "cats-v-dogs/testing/cats/"
    TRAINING_DOGS = "cats-v-dogs/training/dogs/"
    TESTING_DOGS = "cats-v-dogs/testing/dogs/"
    for folder in (TRAINING_CATS, TESTING_CATS, TRAINING_DOGS, TESTING_DOGS):
        os.makedirs(folder, exist_ok=True)
    split_data(CATS, TRAINING_CATS, TESTING_CATS, 0.9)
    split_data(DOGS, TRAINING_DOGS, TESTING_DOGS, 0.9)

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
    rate = 2e-7
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=testing, epochs=1)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
