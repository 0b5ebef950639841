# The images come from a pipeline in which nothing is varied.
# fails: check_training_is_augmented
# says: layers such as layers.RandomFlip() in the model
import tensorflow as tf
from tensorflow.keras import layers

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


def solution_model():
    training = load("training").shuffle(63)
    validation = load("validation")

    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
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
