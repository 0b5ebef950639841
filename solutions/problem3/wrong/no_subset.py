# Both loaders lack subset, so each reads all images.
# only in: share
# fails: check_training_folder, check_validation_folder
# says: found 1,027 images of 2 classes
# says: give the loader a validation_split and subset='validation'
import random

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

IMAGE_SIZE = 150
PICTURES = "data/horse-or-human"


def negatives(image):
    """Every second image as its negative: the outline counts, not the colour."""
    return image if random.random() < 0.5 else 255.0 - image


def solution_model():
    varied = ImageDataGenerator(
        rescale=1 / 255, validation_split=0.2, preprocessing_function=negatives
    )
    plain = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
    training = varied.flow_from_directory(
        PICTURES, target_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=16, class_mode="binary"
    )
    validation = plain.flow_from_directory(
        PICTURES, target_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=64, class_mode="binary"
    )
    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            layers.AveragePooling2D(3),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=5)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
