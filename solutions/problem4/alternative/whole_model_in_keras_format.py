# The checkpoint holds whole models, best.keras; the best one is loaded and returned.
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"


def solution_model():

    varied = ImageDataGenerator(
        rescale=1 / 255, horizontal_flip=True, validation_split=VALIDATION_SPLIT
    )
    plain = ImageDataGenerator(rescale=1 / 255, validation_split=VALIDATION_SPLIT)
    training = varied.flow_from_directory(
        "data/rps",
        classes=CLASSES,
        target_size=(150, 150),
        class_mode="categorical",
        batch_size=16,
        subset="training",
    )
    validation = plain.flow_from_directory(
        "data/rps",
        classes=CLASSES,
        target_size=(150, 150),
        class_mode="categorical",
        batch_size=63,
        subset="validation",
        shuffle=False,
    )

    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.AveragePooling2D(3, input_shape=(150, 150, 3)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2, 2),
            tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2, 2),
            tf.keras.layers.Conv2D(64, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2, 2),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dropout(0.3),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        loss="categorical_crossentropy",
        optimizer=tf.keras.optimizers.Adam(learning_rate=0.002),
        metrics=["accuracy"],
    )

    keep = tf.keras.callbacks.ModelCheckpoint(
        filepath="best.keras",
        monitor=MONITOR,
        mode="min" if "loss" in MONITOR else "max",
        save_best_only=True,
        verbose=1,
    )
    model.fit(training, validation_data=validation, epochs=5, callbacks=[keep])
    return tf.keras.models.load_model("best.keras")


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
