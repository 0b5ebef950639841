# A training loop of one's own, with GradientTape; fit is never called.
import os
import random
import shutil

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
            shutil.copyfile(os.path.join(SOURCE, name), os.path.join(place, name))


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
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * 270)
    optimizer = tf.keras.optimizers.Adam(rate)
    loss_of = tf.keras.losses.BinaryCrossentropy()

    @tf.function
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(pictures, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    for epoch in range(4):
        for pictures, labels in training:
            loss = step(pictures, labels)
        print("epoch", epoch + 1, "loss", float(loss))

    seen = tf.keras.metrics.BinaryAccuracy()
    for pictures, labels in testing:
        seen.update_state(labels, model(pictures, training=False))
    print("accuracy on testing", float(seen.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
