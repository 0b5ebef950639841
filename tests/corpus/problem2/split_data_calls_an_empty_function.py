# verdict: not attempted
# fault-line: 14
# fails: check_split_data_alone
# says: split_data is not written yet
# says: copy the images into the two folders: files = [f for f in os.listdir(SOURCE)
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    def copy_all(files, folder):
        """Copy the files to the folder."""

    os.makedirs(TRAINING, exist_ok=True)
    files = os.listdir(SOURCE)
    print(len(files), "files in", SOURCE)
    random.shuffle(files)
    n = int(len(files) * SPLIT_SIZE)
    copy_all(files[:n], TRAINING)
    copy_all(files[n:], TESTING)


def solution_model():
    for part in ("training", "testing"):
        for animal in ("cats", "dogs"):
            os.makedirs(f"cats-v-dogs/{part}/{animal}", exist_ok=True)
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        folders = [f"cats-v-dogs/{part}/{animal}/" for part in ("training", "testing")]
        split_data(f"data/PetImages/{source}/", *folders, 0.9)
    training, testing = (
        ImageDataGenerator(rescale=1 / 255).flow_from_directory(
            f"cats-v-dogs/{part}", target_size=(150, 150), batch_size=10, class_mode="binary"
        )
        for part in ("training", "testing")
    )
    model = tf.keras.Sequential([tf.keras.Input((150, 150, 3)), tf.keras.layers.MaxPooling2D(50), tf.keras.layers.Flatten(), tf.keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(training, validation_data=testing, epochs=1)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
