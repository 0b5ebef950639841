# ImageDataGenerator instead of tf.data: one that flips for training, a plain one for testing.
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9


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


def solution_model():
    CATS = "data/PetImages/Cat/"
    DOGS = "data/PetImages/Dog/"
    TRAINING_CATS = f"{TOP_FOLDER}/{TRAINING_FOLDER}/cats/"
    TESTING_CATS = f"{TOP_FOLDER}/{TESTING_FOLDER}/cats/"
    TRAINING_DOGS = f"{TOP_FOLDER}/{TRAINING_FOLDER}/dogs/"
    TESTING_DOGS = f"{TOP_FOLDER}/{TESTING_FOLDER}/dogs/"
    for folder in (TRAINING_CATS, TESTING_CATS, TRAINING_DOGS, TESTING_DOGS):
        os.makedirs(folder, exist_ok=True)
    split_data(CATS, TRAINING_CATS, TESTING_CATS, SPLIT_SIZE)
    split_data(DOGS, TRAINING_DOGS, TESTING_DOGS, SPLIT_SIZE)

    train_datagen = ImageDataGenerator(rescale=1.0 / 255.0, horizontal_flip=True)
    training = train_datagen.flow_from_directory(
        f"{TOP_FOLDER}/{TRAINING_FOLDER}",
        target_size=(150, 150),
        batch_size=10,
        class_mode="binary",
    )
    validation_datagen = ImageDataGenerator(rescale=1.0 / 255.0)
    testing = validation_datagen.flow_from_directory(
        f"{TOP_FOLDER}/{TESTING_FOLDER}", target_size=(150, 150), batch_size=10, class_mode="binary"
    )

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
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * len(training))
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
