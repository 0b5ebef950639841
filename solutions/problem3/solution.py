# Problem 3: horse or human
#
# There are few training images, and the images that the model is scored on look different: other
# animals, other people, other backgrounds. So half of this file shows the network more variety
# than the folder holds; the network itself is small.

import tensorflow as tf
from tensorflow.keras import layers

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
IMAGE_SIZE = 150
EPOCHS = 20


def load(**part):
    # Labels follow the alphabetical order of the folders: horses 0, humans 1.
    # batch_size=None gives single images, because each one is varied by itself.
    return tf.keras.utils.image_dataset_from_directory(
        **part,
        label_mode="binary",
        image_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=None,
    )


def scaled(image, label):
    return image / 255.0, label


def varied(image, label):
    """Flip, shift and zoom an image; change its brightness and colours, even to a negative."""
    image = tf.image.random_flip_left_right(image)
    side = tf.random.uniform((), IMAGE_SIZE * 4 // 5, IMAGE_SIZE + 41, tf.int32)
    image = tf.pad(image, [[20, 20], [20, 20], [0, 0]], "SYMMETRIC")
    image = tf.image.random_crop(image, [side, side, 3])
    image = tf.image.resize(image, (IMAGE_SIZE, IMAGE_SIZE))
    # Colours separate horses from humans in this folder, but not in the world: make them useless.
    image = tf.image.random_saturation(image, 0.0, 1.5)
    image = tf.image.random_contrast(image, 0.4, 1.6)
    image = tf.image.random_brightness(image, 0.5)
    image = tf.clip_by_value(image, 0.0, 1.0)
    # Half of them as negatives: the outline counts, not which side of it is lighter.
    image = tf.where(tf.random.uniform(()) < 0.5, 1.0 - image, image)
    return image, label


def solution_model():
    training = load(**TRAINING)
    validation = load(**VALIDATION)

    # cache() keeps the decoded images, so that each file is read once and not in every epoch.
    # Random changes come after it, so that each epoch gets new versions of each image.
    training = training.map(scaled).cache().shuffle(len(training))
    training = training.map(varied).batch(16).prefetch(2)
    # Validation only measures: scale these images like the others and change nothing else.
    validation = validation.map(scaled).batch(32).cache()

    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            # Strides of 2 make all later layers four times cheaper.
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(),
            # Puts each image on one scale by itself: a dark one looks like a light one.
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

    # Large steps first, small ones last: in the last epochs the accuracy settles.
    rate = tf.keras.optimizers.schedules.CosineDecay(1e-3, EPOCHS * len(training))
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
