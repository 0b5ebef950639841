# Problem 4: rock, paper, scissors
#
# The training continues after the network has stopped improving on hands that it does not know,
# and from one epoch to the next it gets worse as often as better. So a checkpoint saves the best
# epoch during the training, and the end of the file loads it.

import tensorflow as tf
from tensorflow.keras import layers

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_accuracy"
IMAGE_SIZE = 150
EPOCHS = 8
BEST = "best.weights.h5"


def solution_model():
    # Two generators read the same folder. Both need the same validation_split: the first images
    # of each class, by name, are for validation, the others for training.
    # Only the training images are varied: validation measures on images as they are.
    varied = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255, horizontal_flip=True, validation_split=VALIDATION_SPLIT
    )
    plain = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255, validation_split=VALIDATION_SPLIT
    )
    training = varied.flow_from_directory(
        "data/rps",
        classes=CLASSES,
        subset="training",
        target_size=(IMAGE_SIZE, IMAGE_SIZE),
        class_mode="categorical",
        batch_size=32,
    )
    validation = plain.flow_from_directory(
        "data/rps",
        classes=CLASSES,
        subset="validation",
        target_size=(IMAGE_SIZE, IMAGE_SIZE),
        class_mode="categorical",
        batch_size=32,
        shuffle=False,
    )

    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            # Strides of 2 make all later layers four times cheaper.
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            # Drops half of the features at random, so that the network relies on no single one.
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            # Three probabilities that sum to 1, in the order of CLASSES.
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

    # Writes the file only after an epoch that is better on validation than all before it.
    save_best = tf.keras.callbacks.ModelCheckpoint(
        BEST, monitor=MONITOR, save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=EPOCHS, callbacks=[save_best])
    # After fit the model holds the weights of the last epoch; load those of the best one.
    model.load_weights(BEST)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
