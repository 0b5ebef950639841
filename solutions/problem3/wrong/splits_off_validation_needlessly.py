# A fifth of the training folder is split off and never used: validation has its own folder.
# fails: check_training_folder
# says: leave validation_split and subset out, the validation pictures have a folder
# keeps: share
import random

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def negatives(picture):
    """Every second picture as its negative: the outline counts, not the colour."""
    return picture if random.random() < 0.5 else 255.0 - picture


def solution_model():
    TRAINING = "data/horse-or-human"
    VALIDATION = "data/validation-horse-or-human"

    varied = ImageDataGenerator(
        rescale=1 / 255, preprocessing_function=negatives, validation_split=0.2
    )
    plain = ImageDataGenerator(rescale=1 / 255)
    training = varied.flow_from_directory(
        TRAINING,
        target_size=(150, 150),
        batch_size=16,
        class_mode="binary",
        subset="training",
    )
    validation = plain.flow_from_directory(
        VALIDATION, target_size=(150, 150), batch_size=64, class_mode="binary"
    )
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input((150, 150, 3)),
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
    model.fit(training, validation_data=validation, epochs=8)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
