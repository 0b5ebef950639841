# A functional model that scales, flips and inverts the images in its own layers.
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import (
    AveragePooling2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GroupNormalization,
    MaxPooling2D,
    RandomFlip,
    RandomInvert,
    Rescaling,
)

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150


def images(part):
    found = tf.keras.utils.image_dataset_from_directory(
        **part, label_mode="binary", image_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=16
    )
    return found.cache().prefetch(tf.data.AUTOTUNE)


def solution_model():
    inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))
    z = AveragePooling2D(3)(inputs)
    z = Rescaling(1 / 255)(z)
    z = RandomFlip("horizontal")(z)
    z = RandomInvert(0.5, value_range=(0, 1))(z)
    z = Conv2D(16, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = GroupNormalization(groups=-1)(z)
    z = Conv2D(32, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = Conv2D(64, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = Dropout(0.3)(Flatten()(z))
    model = keras.Model(inputs, Dense(1, activation="sigmoid")(z))
    model.compile(keras.optimizers.Adam(2e-3), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(
        images(TRAINING),
        validation_data=images(VALIDATION),
        epochs=round(6 / (1 - SHARE)),
    )
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
