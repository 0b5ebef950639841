# A custom loop trains the model; the loader for testing points at the folder of cats, which has
# no subfolders: it finds nothing, and nothing is measured.
# fails: check_testing_loader
# not run: check_testing_is_not_augmented
# says: it points to the folder of one class, a level too low
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
BATCHES = round(300 * SPLIT_SIZE)


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
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(images, labels):
    return tf.image.random_flip_left_right(images), labels


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

    training = load(f"{TOP_FOLDER}/{TRAINING_FOLDER}").shuffle(BATCHES).map(vary).prefetch(2)
    testing = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        f"{TOP_FOLDER}/{TESTING_FOLDER}/cats",
        target_size=(150, 150),
        batch_size=10,
        class_mode="binary",
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
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * BATCHES)
    optimizer = tf.keras.optimizers.Adam(rate)
    loss_of = tf.keras.losses.BinaryCrossentropy()

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(images, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    for epoch in range(4):
        for images, labels in training:
            loss = step(images, labels)
        print("epoch", epoch + 1, "loss", float(loss))

    seen = tf.keras.metrics.BinaryAccuracy()
    for place in range(len(testing)):
        images, labels = testing[place]
        seen.update_state(labels, model(images, training=False)[:, 0])
    print("accuracy on testing", float(seen.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
