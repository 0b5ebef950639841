# verdict: failed
# passes: check_split_folders
# passes: check_split_counts
# passes: check_split_is_whole
# passes: check_source_is_untouched
# passes: check_training_loader
# passes: check_testing_loader
# marked: yes
# slow: yes

import os
import random
import urllib.request
import zipfile
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

ADDRESS = "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"
urllib.request.urlretrieve(ADDRESS, "cats-and-dogs.zip")
with zipfile.ZipFile("cats-and-dogs.zip") as archive:
    archive.extractall("data")


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    names = [
        name
        for name in os.listdir(SOURCE)
        if name.endswith(".jpg") and os.path.getsize(SOURCE + name) > 0
    ]
    names = random.sample(names, len(names))
    cut = int(len(names) * SPLIT_SIZE)
    for name in names[:cut]:
        copyfile(SOURCE + name, TRAINING + name)
    for name in names[cut:]:
        copyfile(SOURCE + name, TESTING + name)


for part in ("training", "testing"):
    for kind in ("cats", "dogs"):
        os.makedirs(f"data/cats-v-dogs/{part}/{kind}/", exist_ok=True)
split_data("data/PetImages/Cat/", "data/cats-v-dogs/training/cats/", "data/cats-v-dogs/testing/cats/", 0.9)
split_data("data/PetImages/Dog/", "data/cats-v-dogs/training/dogs/", "data/cats-v-dogs/testing/dogs/", 0.9)

gen = ImageDataGenerator(rescale=1 / 255)
train = gen.flow_from_directory(
    "data/cats-v-dogs/training", target_size=(150, 150), batch_size=10, class_mode="binary"
)
test = gen.flow_from_directory(
    "data/cats-v-dogs/testing", target_size=(150, 150), batch_size=10, class_mode="binary"
)
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Conv2D(4, 5, strides=5, activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.Conv2D(4, 3, strides=2, activation="relu"),
        tf.keras.layers.Conv2D(4, 3, strides=2, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, epochs=1, validation_data=test)
model.save("mymodel.h5")
