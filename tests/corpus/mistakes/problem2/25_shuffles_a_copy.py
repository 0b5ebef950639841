# mistake: 25
# rule: throws_the_shuffle_away
# line: 15
# says: random.shuffle shuffles a copy, and good is unchanged
# says: good = random.sample(good, len(good))
import os
import random
import shutil

import tensorflow as tf


def split_data(source, training, testing, split_size):
    good = [f for f in os.listdir(source) if f.endswith(".jpg") and os.path.getsize(source + f)]
    random.shuffle(list(good))
    border = int(len(good) * split_size)
    for place, name in enumerate(good):
        shutil.copyfile(source + name, (training if place < border else testing) + name)


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
