# pathlib and load_img read the images into arrays; no loader of Keras reads the folders.
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import img_to_array, load_img

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150


def read(folder):
    images, labels = [], []
    for label, name in enumerate(["horses", "humans"]):
        for path in sorted(Path(folder, name).glob("*.png")):
            images.append(
                img_to_array(load_img(path, target_size=(IMAGE_SIZE, IMAGE_SIZE))) / 255.0
            )
            labels.append(label)
    return np.stack(images), np.array(labels)


def solution_model():
    x, y = read(TRAINING["directory"])
    if SHARE:
        order = np.random.default_rng(1).permutation(len(x))
        kept = int(np.ceil(SHARE * len(x)))
        x_val, y_val = x[order[:kept]], y[order[:kept]]
        x, y = x[order[kept:]], y[order[kept:]]
    else:
        x_val, y_val = read(VALIDATION["directory"])
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
    model.fit(x, y, batch_size=16, epochs=round(6 / (1 - SHARE)), validation_data=(x_val, y_val))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
