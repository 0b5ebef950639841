# The validation images are read from data, whose only folder is rps.
# fails: check_validation_part
# not in: classes
# says: it points a level too high: point it to data/rps
import tensorflow as tf
from tensorflow.keras import layers

VALIDATION_SPLIT = 0.2
MONITOR = "val_accuracy"


def read(folder, subset):
    """A part of the images below a folder, and the number of each one's class."""
    found = tf.keras.preprocessing.image_dataset_from_directory(
        folder, image_size=(150, 150), validation_split=VALIDATION_SPLIT, subset=subset, seed=123
    )
    return found.cache().prefetch(tf.data.AUTOTUNE)


def solution_model():
    training = read("data/rps", "training")
    validation = read("data", "validation")

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
            layers.Rescaling(1 / 255),
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
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

    # A second, gentler training keeps its best epoch.
    model.fit(training, validation_data=validation, epochs=6)
    model.optimizer.learning_rate = 2e-4
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=2, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
