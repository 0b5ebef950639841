# verdict: failed
# slow: yes
# fails: check_split_is_whole
# says: 1 in neither training nor testing, such as 
# says: cut one list once, and copy all the rest to testing: n = int(len(files) * SPLIT_SIZE); copy files[:n] to TRAINING and files[n:] to TESTING
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith(".jpg") and os.path.getsize(SOURCE + f) > 0]
    random.shuffle(files)
    for f in files[: int(len(files) * SPLIT_SIZE)]:
        copyfile(SOURCE + f, TRAINING + f)
    for f in files[len(files) - int(len(files) * (1 - SPLIT_SIZE)) :]:
        copyfile(SOURCE + f, TESTING + f)


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
