# The pictures are split by a loop in solution_model: there is no function to call.
# fails: check_split_data_alone
# not run: check_split_is_random
# says: no function of this name
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras import layers


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=10
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(pictures, labels):
    return tf.image.random_flip_left_right(pictures), labels


def solution_model():
    for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
        top = f"data/PetImages/{source}/"
        names = [f for f in os.listdir(top) if f.endswith(".jpg") and os.path.getsize(top + f) > 0]
        random.shuffle(names)
        parts = {"training": names[:1350], "testing": names[1350:]}
        for part, chosen in parts.items():
            os.makedirs(f"cats-v-dogs/{part}/{animal}", exist_ok=True)
            for name in chosen:
                copyfile(top + name, f"cats-v-dogs/{part}/{animal}/{name}")

    training = load("cats-v-dogs/training").shuffle(270).map(vary).prefetch(2)
    testing = load("cats-v-dogs/testing")

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(2),
            # each picture on one scale by itself: dark and light ones alike
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(16, 5, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.Conv2D(128, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * 270)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=testing, epochs=4)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
