# mistake: 24
# rule: takes_what_is_no_picture
# line: 15
# says: Thumbs.db was counted as an image and copied to t
# says: f.endswith('.jpg')
import os
import random
from shutil import copyfile

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    n = int(len(files) * SPLIT_SIZE)
    shuffled = random.sample(files, len(files))
    for filename in shuffled[:n]:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in shuffled[n:]:
        copyfile(SOURCE + filename, TESTING + filename)


for source, name in (("Cat", "cats"), ("Dog", "dogs")):
    training, testing = f"cats-v-dogs/training/{name}/", f"cats-v-dogs/testing/{name}/"
    os.makedirs(training, exist_ok=True)
    os.makedirs(testing, exist_ok=True)
    split_data(f"data/PetImages/{source}/", training, testing, 0.9)

training, testing = (
    tf.keras.utils.image_dataset_from_directory(
        f"cats-v-dogs/{part}", label_mode="binary", image_size=(150, 150), batch_size=10
    )
    .map(lambda x, y: (x / 255.0, y))
    .take(3)
    for part in ("training", "testing")
)
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, validation_data=testing, epochs=2)
model.save("mymodel.h5")
