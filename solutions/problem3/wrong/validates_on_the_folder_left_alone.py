# A sixth is kept for validation, and then the folder that was to be left alone is given to fit.
# only: share
# fails: check_validation_folder
# says: reads data/validation-horse-or-human
# says: leave that folder alone, the kit measures your model on it
import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150
PICTURES = "data/horse-or-human"
OTHER = "data/validation-horse-or-human"


def load(directory, shuffle):
    data = tf.keras.utils.image_dataset_from_directory(
        directory,
        label_mode="binary",
        shuffle=shuffle,
        image_size=(SIZE, SIZE),
        batch_size=None,
    )
    return data.map(lambda x, y: (x / 255.0, y))


def vary(pictures, labels):
    pictures = tf.image.random_flip_left_right(pictures)
    upside = tf.random.uniform((tf.shape(pictures)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - pictures, pictures), labels


def solution_model():
    # The order is drawn once: in each epoch the same pictures are skipped.
    pictures = load(PICTURES, shuffle=False)
    pictures = pictures.shuffle(1027, seed=3, reshuffle_each_iteration=False)
    kept = len(pictures) // 6
    training = pictures.skip(kept).batch(16).cache().map(vary).prefetch(2)
    validation = load(OTHER, shuffle=False).batch(64).cache()

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
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
    model.fit(training, validation_data=validation, epochs=7)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
