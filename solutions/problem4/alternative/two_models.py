# A small model is trained first, as a baseline; the second one is saved.
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


def build(filters):
    images = layers.Input((150, 150, 3))
    x = layers.RandomFlip("horizontal")(layers.AveragePooling2D(3)(images))
    for count in filters:
        x = layers.Conv2D(count, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    x = layers.Dense(64, activation="relu")(x)
    model = tf.keras.Model(images, layers.Dense(3, activation="softmax")(x))
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def solution_model():
    training = load("training").shuffle(63)
    validation = load("validation")

    small = build([4, 8])
    small.fit(training, validation_data=validation, epochs=1)
    print("the small one:", small.evaluate(validation, verbose=0))

    model = build([16, 32, 64])
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=6, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
