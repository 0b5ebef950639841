# One checkpoint for two fits; the steps of the second are too large, so the best epoch is in the first.

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.callbacks import ModelCheckpoint

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"


def load(subset):
    data = tf.keras.utils.image_dataset_from_directory(
        "data/rps",
        class_names=CLASSES,
        label_mode="categorical",
        validation_split=VALIDATION_SPLIT,
        subset=subset,
        seed=1,
        image_size=(150, 150),
        batch_size=32,
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


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
    training = load("training").shuffle(63)
    validation = load("validation")
    model = build()
    best = ModelCheckpoint(
        "best.weights.h5", monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=6, callbacks=[best])
    model.optimizer.learning_rate = 0.03
    model.fit(training, validation_data=validation, initial_epoch=6, epochs=8, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
