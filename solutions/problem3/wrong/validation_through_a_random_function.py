# The function that changes training images at random is passed to the validation generator too.
# fails: check_validation_is_not_augmented
# says: two passes over the same images differ
import random

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150


def negatives(image):
    """Every second image as its negative: the outline counts, not the colour."""
    return image if random.random() < 0.5 else 255.0 - image


def solution_model():

    varied = ImageDataGenerator(
        rescale=1 / 255,
        validation_split=SHARE,
        horizontal_flip=True,
        preprocessing_function=negatives,
    )
    training = varied.flow_from_directory(
        TRAINING["directory"],
        subset=TRAINING.get("subset"),
        target_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=16,
        class_mode="binary",
    )
    plain = ImageDataGenerator(
        rescale=1 / 255, validation_split=SHARE, preprocessing_function=negatives
    )
    validation = plain.flow_from_directory(
        VALIDATION["directory"],
        subset=VALIDATION.get("subset"),
        target_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=64,
        class_mode="binary",
    )
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            tf.keras.layers.AveragePooling2D(3),
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
    model.fit(training, validation_data=validation, epochs=round(5 / (1 - SHARE)))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
