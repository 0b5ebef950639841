# The generator for validation does not scale: the best epoch is chosen on other pixels.
# fails: check_pixels_are_scaled
# says: pixels up to 1 in training and 255 in validation

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def build(
    filters=(16, 32, 64),
    first=(layers.RandomFlip("horizontal"),),
    optimizer=None,
    metrics=("accuracy",),
):
    model = tf.keras.Sequential([layers.Input((150, 150, 3)), *first, layers.AveragePooling2D(3)])
    for count in filters:
        model.add(layers.Conv2D(count, 3, activation="relu"))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.3))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(3, activation="softmax"))
    model.compile(
        optimizer=optimizer or tf.keras.optimizers.Adam(2e-3),
        loss="categorical_crossentropy",
        metrics=list(metrics),
    )
    return model


def solution_model():
    varied = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
    plain = ImageDataGenerator(validation_split=0.2)
    how = dict(target_size=(150, 150), class_mode="categorical", batch_size=32)
    training = varied.flow_from_directory(
        "data/rps",
        subset="training",
        **how,
    )
    validation = plain.flow_from_directory(
        "data/rps",
        subset="validation",
        **how,
    )
    model = build(first=())
    best = ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=6, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
