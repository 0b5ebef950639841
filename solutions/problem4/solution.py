# Problem 4: rock, paper, scissors
#
# The training goes on after the network has stopped getting better at hands that it does not
# know, and from one epoch to the next it gets worse as often as better. So the best epoch is
# kept in a file while it trains, and read back at the end.

import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150
EPOCHS = 8
BEST = "best.weights.h5"


def solution_model():
    # Two generators read the same folder. Both must be told the same validation_split: each
    # class's first fifth, by name, is for validation, the rest for training.
    # Only the training pictures are varied: validation measures, on pictures as they are.
    varied = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255, horizontal_flip=True, validation_split=0.2
    )
    plain = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
    training = varied.flow_from_directory(
        "data/rps",
        subset="training",
        target_size=(SIZE, SIZE),
        class_mode="categorical",
        batch_size=32,
    )
    validation = plain.flow_from_directory(
        "data/rps",
        subset="validation",
        target_size=(SIZE, SIZE),
        class_mode="categorical",
        batch_size=32,
        shuffle=False,
    )

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            # Steps of 2 pixels make all that follows four times cheaper.
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            # Half of what was found is left out at random, so that no single sign is relied on.
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            # Three shares that add up to 1: paper, rock, scissors, by the folders' names.
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

    # The file is written again only after an epoch that beats all before it on validation.
    keep_the_best = tf.keras.callbacks.ModelCheckpoint(
        BEST, monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=EPOCHS, callbacks=[keep_the_best])
    # After fit the model holds the last epoch's weights; these are the best one's.
    model.load_weights(BEST)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
