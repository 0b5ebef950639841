# mistake: 26
# rule: moves_the_pictures
# line: 17
# says: the files are moved: data/PetImages/Cat lost 1,500
# says: copies: the source stays
import os
import random

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith(".jpg") and os.path.getsize(SOURCE + f)]
    files = random.sample(files, len(files))
    cut = int(len(files) * SPLIT_SIZE)
    for name in files[:cut]:
        os.rename(SOURCE + name, TRAINING + name)
    for name in files[cut:]:
        os.rename(SOURCE + name, TESTING + name)


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
