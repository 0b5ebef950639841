# A functional model that scales, flips and rotates in layers; the checkpoint monitors val_loss.
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input
from tensorflow.keras.layers import (
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    MaxPooling2D,
    RandomFlip,
    RandomRotation,
    Rescaling,
    SpatialDropout2D,
)

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]


def solution_model():
    training, validation = tf.keras.utils.image_dataset_from_directory(
        "data/rps",
        class_names=CLASSES,
        label_mode="categorical",
        image_size=(150, 150),
        validation_split=VALIDATION_SPLIT,
        subset="both",
        seed=42,
    )
    inputs = Input((150, 150, 3))
    z = AveragePooling2D(3)(inputs)
    z = Rescaling(1 / 255)(z)
    z = RandomFlip("horizontal")(z)
    z = RandomRotation(0.03, fill_mode="nearest")(z)
    z = Conv2D(16, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = Conv2D(32, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = SpatialDropout2D(0.1)(z)
    z = Conv2D(64, 3, activation="relu")(z)
    z = MaxPooling2D()(z)
    z = Dense(64, activation="relu")(Flatten()(z))
    model = keras.Model(inputs, Dense(3, activation="softmax")(z))
    model.compile(keras.optimizers.Adam(2e-3), "categorical_crossentropy", metrics=["accuracy"])
    best = keras.callbacks.ModelCheckpoint(
        "weights/best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
    )
    model.fit(
        training.cache().shuffle(63),
        validation_data=validation.cache(),
        epochs=7,
        callbacks=[best],
    )
    model.load_weights("weights/best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
