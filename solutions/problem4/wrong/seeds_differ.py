# The two parts are drawn with different seeds, so many images are in both.
# fails: check_parts_are_disjoint
# says: are in both, such as
# says: the same seed if they shuffle
import tensorflow as tf
from tensorflow.keras import layers

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"
SIZE = (150, 150)


def solution_model():
    training = tf.keras.utils.image_dataset_from_directory(
        "data/rps",
        class_names=CLASSES,
        validation_split=VALIDATION_SPLIT,
        subset="training",
        seed=1,
        label_mode="categorical",
        image_size=SIZE,
    )
    validation = tf.keras.utils.image_dataset_from_directory(
        "data/rps",
        class_names=CLASSES,
        validation_split=VALIDATION_SPLIT,
        subset="validation",
        seed=2,
        label_mode="categorical",
        image_size=SIZE,
    )
    training = training.cache().shuffle(63)
    validation = validation.cache()

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
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )

    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=6, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
