# Problem 3: horse or human
#
# The training pictures are few (1,027), and the pictures to be judged look different: other
# animals, other people, other backgrounds. So half of this file is about showing the network
# more variety than the folder holds; the network itself is small.

import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150
EPOCHS = 20


def scaled(pictures, labels):
    return pictures / 255.0, labels


def varied(picture, label):
    """Mirror, shift and zoom a picture; change its light and its colours, even to a negative."""
    picture = tf.image.random_flip_left_right(picture)
    side = tf.random.uniform((), SIZE * 4 // 5, SIZE + 41, tf.int32)
    picture = tf.pad(picture, [[20, 20], [20, 20], [0, 0]], "SYMMETRIC")
    picture = tf.image.random_crop(picture, [side, side, 3])
    picture = tf.image.resize(picture, (SIZE, SIZE))
    # Colours tell a horse from a human in this folder, but not in the world: make them useless.
    picture = tf.image.random_saturation(picture, 0.0, 1.5)
    picture = tf.image.random_contrast(picture, 0.4, 1.6)
    picture = tf.image.random_brightness(picture, 0.5)
    picture = tf.clip_by_value(picture, 0.0, 1.0)
    # Half of them as negatives: the outline counts, not which side of it is the lighter one.
    picture = tf.where(tf.random.uniform(()) < 0.5, 1.0 - picture, picture)
    return picture, label


def solution_model():
    # Labels come from the folders' names in alphabetical order: horses 0, humans 1.
    # batch_size=None gives single pictures, because each is to be varied by itself.
    training = tf.keras.utils.image_dataset_from_directory(
        "data/horse-or-human",
        label_mode="binary",
        image_size=(SIZE, SIZE),
        batch_size=None,
    )
    validation = tf.keras.utils.image_dataset_from_directory(
        "data/validation-horse-or-human",
        label_mode="binary",
        image_size=(SIZE, SIZE),
        shuffle=False,
    )

    # cache() keeps the decoded pictures: the files are read once and not in every epoch.
    # What is random comes after it, so that each epoch sees each picture in a new form.
    training = training.map(scaled).cache().shuffle(1027).map(varied).batch(16).prefetch(2)
    # Validation measures: scaled like the training pictures, and otherwise left as it is.
    validation = validation.map(scaled).cache()

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            # Steps of 2 pixels make all that follows four times cheaper.
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(),
            # Each picture is put on one scale by itself: a dark one looks like a light one.
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            # One number: near 0 is a horse, near 1 a human.
            layers.Dense(1, activation="sigmoid"),
        ]
    )

    # Long steps first, short ones last: in the last epochs the accuracy no longer jumps about.
    steps = EPOCHS * int(training.cardinality())
    rate = tf.keras.optimizers.schedules.CosineDecay(1e-3, steps)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=EPOCHS)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
