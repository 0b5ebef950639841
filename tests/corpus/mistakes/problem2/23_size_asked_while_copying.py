# mistake: 23
# rule: filters_after_the_cut
# line: 20
# says: they are counted at line 17 and removed here: 1,349 in training/
# says: not 1,350
# says: start with files = [
import os
import random
from shutil import copyfile

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = sorted(f for f in os.listdir(SOURCE) if f.endswith(".jpg"))
    files = random.sample(files, len(files))
    cut = int(len(files) * SPLIT_SIZE)
    for target, names in ((TRAINING, files[:cut]), (TESTING, files[cut:])):
        for name in names:
            if os.path.getsize(SOURCE + name) > 0:
                copyfile(SOURCE + name, target + name)


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
