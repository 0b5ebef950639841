# Arrays of images instead of loaders: the first images of each class are for validation.
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image
from tensorflow.keras import layers

VALIDATION_SPLIT = 0.2
KEPT = round(840 * VALIDATION_SPLIT)  # images of each class for validation
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"


def read(part):
    pictures, labels = [], []
    for label, name in enumerate(CLASSES):
        for path in sorted(Path("data/rps", name).iterdir())[part]:
            pictures.append(np.asarray(Image.open(path).convert("RGB"), dtype="float32") / 255)
            labels.append(label)
    return np.stack(pictures), tf.keras.utils.to_categorical(labels)


def solution_model():
    x, y = read(slice(KEPT, None))
    validation = read(slice(KEPT))
    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
            layers.RandomFlip("horizontal"),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(64, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(x, y, validation_data=validation, epochs=6, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
