# The validation images come from the folder of the scissors only.
# fails: check_validation_part
# says: it points to the folder of one class, a level too low
import tensorflow as tf
from tensorflow.keras import layers

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"
COMMON = {
    "label_mode": "int",
    "validation_split": VALIDATION_SPLIT,
    "seed": 11,
    "image_size": (150, 150),
    "batch_size": 32,
}


def scaled(data):
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def solution_model():
    read = tf.keras.utils.image_dataset_from_directory
    training = scaled(read("data/rps", class_names=CLASSES, subset="training", **COMMON)).shuffle(
        63
    )
    validation = scaled(
        read(
            "data/rps/scissors",
            labels=[CLASSES.index("scissors")] * 840,
            subset="validation",
            **COMMON,
        )
    )

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
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

    # first the large steps, then two epochs of small ones, of which the better is kept
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
