# A loop of its own trains the model on pixels from 0 to 255.
# fails: check_pixels_are_scaled
# says: with pixels 0-255 and
import os
import random
from shutil import copyfile

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


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=10
    )
    return data.cache()


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
            layers.Conv2D(16, 5, strides=3, padding="same", use_bias=False),
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
    rate = tf.keras.optimizers.schedules.CosineDecay(3e-3, 7 * 270)
    optimizer = tf.keras.optimizers.Adam(rate)
    loss_of = tf.keras.losses.BinaryCrossentropy()

    @tf.function
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(pictures, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    for epoch in range(7):
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
