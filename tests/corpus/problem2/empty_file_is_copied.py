# verdict: crashed
# slow: yes
# fails: check_split_holds_pictures_only
# says: cats-v-dogs/training/cats/666.jpg is empty
# says: cats-v-dogs/training/cats/666.jpg has no bytes: leave such files out
# says: UnidentifiedImageError: cannot identify image file
# passes: check_source_is_untouched
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith(".jpg") and f not in ("666.jpg", "11702.jpg")]
    files = random.sample(files, len(files))
    files = ["666.jpg"] * ("Cat" in SOURCE) + files
    n = int(len(files) * SPLIT_SIZE)
    for f in files[:n]:
        copyfile(SOURCE + f, TRAINING + f)
    for f in files[n:]:
        copyfile(SOURCE + f, TESTING + f)


for part in ("training", "testing"):
    for animal in ("cats", "dogs"):
        os.makedirs(f"cats-v-dogs/{part}/{animal}", exist_ok=True)
for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
    folders = [f"cats-v-dogs/{part}/{animal}/" for part in ("training", "testing")]
    split_data(f"data/PetImages/{source}/", *folders, 0.9)
training = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
    "cats-v-dogs/training", target_size=(150, 150), batch_size=10, class_mode="binary", shuffle=False
)
model = tf.keras.Sequential([tf.keras.Input((150, 150, 3)), tf.keras.layers.MaxPooling2D(50), tf.keras.layers.Flatten(), tf.keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, epochs=1)
model.save("mymodel.h5")
