# Without convolutions the network knows no more than the colour of each place.
# fails: check_held_out_accuracy
# says: accuracy of at least 0.830
# says: vary the training pictures more
import tensorflow as tf
from tensorflow.keras import layers


def load(subset):
    data = tf.keras.utils.image_dataset_from_directory(
        "data/rps",
        label_mode="categorical",
        validation_split=0.2,
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
            layers.RandomFlip("horizontal"),
            layers.AveragePooling2D(5),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])

    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=4, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
