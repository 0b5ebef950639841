# Problem 2: cats and dogs, split by your own code
#
# The first half makes the folders to train and to test on, and leaves out the files that are no
# pictures; the second half trains a network on them.

import os
import random
import shutil
from pathlib import Path

import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150
EPOCHS = 20


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    """Copy a random SPLIT_SIZE of the pictures of SOURCE to TRAINING and the others to TESTING."""
    # First leave out what is no picture (files without bytes, Thumbs.db, folders), then count:
    # a share of all files would be another number than the same share of the pictures.
    pictures = [
        path
        for path in Path(SOURCE).iterdir()
        if path.suffix == ".jpg" and path.is_file() and path.stat().st_size > 0
    ]

    # The order of the files may tell something (who took a picture, and when): mix it up.
    random.shuffle(pictures)
    count = int(len(pictures) * SPLIT_SIZE)
    # One list cut in two: no picture can be in both folders, and none is lost.
    for path in pictures[:count]:
        shutil.copyfile(path, Path(TRAINING, path.name))
    for path in pictures[count:]:
        shutil.copyfile(path, Path(TESTING, path.name))


def make_folders():
    # What an earlier run left would mix with the new split: pictures that were trained on then
    # would be among those to test on now, and the other way round.
    shutil.rmtree("cats-v-dogs", ignore_errors=True)
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training, testing = f"cats-v-dogs/training/{animal}/", f"cats-v-dogs/testing/{animal}/"
        for folder in (training, testing):
            os.makedirs(folder, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, 0.9)


def pictures_in(folder):
    # Labels come from the folders' names in alphabetical order: cats 0, dogs 1.
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(SIZE, SIZE), batch_size=10
    )
    # cache() keeps the decoded pictures: the files are read once and not in every epoch. Kept
    # as whole numbers they take a quarter of the memory.
    return found.map(as_bytes).cache()


def as_bytes(pictures, labels):
    return tf.cast(pictures, tf.uint8), labels


def scaled(pictures, labels):
    return tf.cast(pictures, tf.float32) / 255.0, labels


def varied(pictures, labels):
    """Cut a part out of each picture, mirror every second one, change contrast and light."""
    count = tf.shape(pictures)[0]
    side = tf.random.uniform((count, 1), 0.7, 1.0)
    top, left = tf.split(tf.random.uniform((count, 2)) * (1.0 - side), 2, axis=1)
    bottom, right = top + side, left + side
    # A box whose left and right side change places gives the mirrored picture.
    mirrored = tf.random.uniform((count, 1)) < 0.5
    left, right = tf.where(mirrored, right, left), tf.where(mirrored, left, right)
    boxes = tf.concat([top, left, bottom, right], axis=1)
    pictures = tf.image.crop_and_resize(pictures, boxes, tf.range(count), (SIZE, SIZE))
    contrast = tf.random.uniform((count, 1, 1, 1), 0.7, 1.3)
    light = tf.random.uniform((count, 1, 1, 1), -60.0, 60.0)
    return tf.clip_by_value(pictures * contrast + light, 0.0, 255.0), labels


class GoodEnough(tf.keras.callbacks.Callback):
    """Ends the training when the testing pictures are told apart as well as is wanted."""

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= 0.90:
            print(f"\nEpoch {epoch + 1}: good enough, training stops.")
            self.model.stop_training = True


def solution_model():
    make_folders()
    # What is random comes after cache(), so that each epoch sees each picture in a new form.
    training = pictures_in("cats-v-dogs/training").shuffle(270).map(varied).map(scaled).prefetch(2)
    # Testing measures: scaled like the training pictures, and otherwise left as they are.
    testing = pictures_in("cats-v-dogs/testing").map(scaled)

    def block(filters, size=3, strides=1):
        return [
            layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False),
            # Puts all outputs on one scale, which makes learning fast. Less than the usual
            # momentum of 0.99: testing uses averages that keep up with the training.
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
        ]

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            *block(16, 5, strides=3),  # steps of 3 make all that follows nine times cheaper
            *block(32),
            *block(64),
            *block(128),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.3),
            # One number: near 0 is a cat, near 1 a dog.
            layers.Dense(1, activation="sigmoid"),
        ]
    )

    # Long steps first, short ones last: in the last epochs the accuracy no longer jumps about.
    rate = tf.keras.optimizers.schedules.CosineDecay(2e-3, EPOCHS * int(training.cardinality()))
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=testing, epochs=EPOCHS, callbacks=[GoodEnough()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
