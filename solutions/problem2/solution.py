# Problem 2: cats and dogs, split by your own code
#
# The first half copies the images into folders for training and testing and leaves out the files
# that are not images. The second half trains a network on them.

import os
import random
import shutil
from pathlib import Path

import tensorflow as tf
from tensorflow.keras import layers

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9
IMAGE_SIZE = 150
BATCH_SIZE = 10
EPOCHS = 20


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    """Copy a random SPLIT_SIZE of the images of SOURCE to TRAINING and the others to TESTING."""
    # Leave out what is not an image (empty files, Thumbs.db, folders) before you count:
    # a share of all files is another number than the same share of the images.
    images = [
        path
        for path in Path(SOURCE).iterdir()
        if path.suffix == ".jpg" and path.is_file() and path.stat().st_size > 0
    ]

    # The order of the files may carry information (who took a photo, and when): shuffle it.
    random.shuffle(images)
    count = int(len(images) * SPLIT_SIZE)
    # One list cut in two: no image can be in both folders, and none is lost.
    for path in images[:count]:
        shutil.copyfile(path, Path(TRAINING, path.name))
    for path in images[count:]:
        shutil.copyfile(path, Path(TESTING, path.name))


def make_folders():
    # Files of an earlier run would mix with the new split: images that were for training then
    # would be among those for testing now, and the other way round.
    shutil.rmtree(TOP_FOLDER, ignore_errors=True)
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        training = f"{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}/"
        testing = f"{TOP_FOLDER}/{TESTING_FOLDER}/{animal}/"
        for folder in (training, testing):
            os.makedirs(folder, exist_ok=True)
        split_data(f"data/PetImages/{source}/", training, testing, SPLIT_SIZE)


def images_in(folder):
    # Labels follow the alphabetical order of the folders: cats 0, dogs 1.
    found = tf.keras.utils.image_dataset_from_directory(
        folder,
        label_mode="binary",
        image_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=BATCH_SIZE,
    )
    # cache() keeps the decoded images, so that each file is read once and not in every epoch.
    # Whole numbers need a quarter of the memory.
    return found.map(as_bytes).cache()


def as_bytes(images, labels):
    return tf.cast(images, tf.uint8), labels


def scaled(images, labels):
    return tf.cast(images, tf.float32) / 255.0, labels


def varied(images, labels):
    """Crop each image, flip every second one, change contrast and brightness."""
    count = tf.shape(images)[0]
    side = tf.random.uniform((count, 1), 0.7, 1.0)
    top, left = tf.split(tf.random.uniform((count, 2)) * (1.0 - side), 2, axis=1)
    bottom, right = top + side, left + side
    # A box whose left and right side are swapped gives the mirrored image.
    mirrored = tf.random.uniform((count, 1)) < 0.5
    left, right = tf.where(mirrored, right, left), tf.where(mirrored, left, right)
    boxes = tf.concat([top, left, bottom, right], axis=1)
    images = tf.image.crop_and_resize(images, boxes, tf.range(count), (IMAGE_SIZE, IMAGE_SIZE))
    contrast = tf.random.uniform((count, 1, 1, 1), 0.7, 1.3)
    brightness = tf.random.uniform((count, 1, 1, 1), -60.0, 60.0)
    return tf.clip_by_value(images * contrast + brightness, 0.0, 255.0), labels


class GoodEnough(tf.keras.callbacks.Callback):
    """Stop when the accuracy on the testing images is high enough."""

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= 0.90:
            print(f"\nEpoch {epoch + 1}: good enough, training stops.")
            self.model.stop_training = True


def solution_model():
    make_folders()
    training = images_in(f"{TOP_FOLDER}/{TRAINING_FOLDER}")
    testing = images_in(f"{TOP_FOLDER}/{TESTING_FOLDER}")
    batches = len(training)
    # Random changes come after cache(), so that each epoch gets new versions of each image.
    training = training.shuffle(batches).map(varied).map(scaled).prefetch(2)
    # Testing only measures: scale these images like the others and change nothing else.
    testing = testing.map(scaled)

    def block(filters, size=3, strides=1):
        return [
            layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False),
            # Puts all outputs on one scale, which speeds up learning. The momentum is below the
            # default of 0.99, so that the averages used in testing keep up with the training.
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
        ]

    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            *block(16, 5, strides=3),  # strides of 3 make all later layers nine times cheaper
            *block(32),
            *block(64),
            *block(128),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.3),
            # One number: near 0 is a cat, near 1 a dog.
            layers.Dense(1, activation="sigmoid"),
        ]
    )

    # Large steps first, small ones last: in the last epochs the accuracy settles.
    rate = tf.keras.optimizers.schedules.CosineDecay(2e-3, EPOCHS * batches)
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
