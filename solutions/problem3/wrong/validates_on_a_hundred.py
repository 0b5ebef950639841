# The file reads the images itself and takes only 50 of each class for validation.
# fails: check_validation_folder
# says: fit got 100
# not in: share
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import img_to_array, load_img

IMAGE_SIZE = 150


def read(folder, most=1000):
    images, labels = [], []
    for label, name in enumerate(["horses", "humans"]):
        for path in sorted(Path(folder, name).glob("*.png"))[:most]:
            images.append(
                img_to_array(load_img(path, target_size=(IMAGE_SIZE, IMAGE_SIZE))) / 255.0
            )
            labels.append(label)
    return np.stack(images), np.array(labels)


def solution_model():
    x, y = read("data/horse-or-human")
    x_val, y_val = read("data/validation-horse-or-human", most=50)
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            tf.keras.layers.AveragePooling2D(3),
            tf.keras.layers.RandomFlip("horizontal"),
            tf.keras.layers.Conv2D(16, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.GroupNormalization(groups=-1),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(64, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dropout(0.3),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3), loss="binary_crossentropy", metrics=["accuracy"]
    )
    model.fit(x, y, batch_size=16, epochs=6, validation_data=(x_val, y_val))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
