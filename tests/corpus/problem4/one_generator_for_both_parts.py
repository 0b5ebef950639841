# verdict: passed
# slow: yes
# says: the validation images are augmented too (horizontal_flip), so their metrics are noisy
# says: write plain = ImageDataGenerator(rescale=1/255, validation_split=0.2)
# says: each generator uses the first 0.2 of each class's sorted file names for validation
import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150
EPOCHS = 8
BEST = "best.weights.h5"


def solution_model():
    datagen = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255, horizontal_flip=True, validation_split=0.2
    )
    training = datagen.flow_from_directory(
        "data/rps",
        subset="training",
        target_size=(SIZE, SIZE),
        class_mode="categorical",
        batch_size=32,
    )
    validation = datagen.flow_from_directory(
        "data/rps",
        subset="validation",
        target_size=(SIZE, SIZE),
        class_mode="categorical",
        batch_size=32,
    )

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

    keep_the_best = tf.keras.callbacks.ModelCheckpoint(
        BEST, monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=EPOCHS, callbacks=[keep_the_best])
    model.load_weights(BEST)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
