# Single images, cached, shuffled, and batched at the end.
import tensorflow as tf
from tensorflow.keras import layers

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150


def singles(directory):
    data = tf.keras.utils.image_dataset_from_directory(
        directory,
        label_mode="binary",
        image_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=None,
        shuffle=False,
    )
    return data.map(lambda x, y: (x / 255.0, y))


def vary(images, labels):
    images = tf.image.random_flip_left_right(images)
    upside = tf.random.uniform((tf.shape(images)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - images, images), labels


def solution_model():
    images = singles(TRAINING["directory"])
    if SHARE:
        kept = int(SHARE * len(images))
        # The order is drawn once: every epoch skips the same images.
        images = images.shuffle(len(images), seed=3, reshuffle_each_iteration=False)
        validation, images = images.take(kept), images.skip(kept)
    else:
        validation = singles(VALIDATION["directory"])
    training = images.cache().shuffle(len(images)).batch(16).map(vary).prefetch(2)
    validation = validation.cache().batch(64)

    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            layers.AveragePooling2D(3),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=round(6 / (1 - SHARE)))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
