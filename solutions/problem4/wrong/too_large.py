# A wide layer after Flatten makes the file larger than it may be.
# fails: check_model_size
# says: a file of at most 50 MB
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

    pictures = tf.keras.Input((150, 150, 3))
    x = layers.AveragePooling2D(3)(pictures)
    x = layers.RandomFlip("horizontal")(x)
    for filters in (16, 32, 64):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    x = layers.Dense(6000, activation="relu")(x)
    model = tf.keras.Model(pictures, layers.Dense(3, activation="softmax")(x))
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )

    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    model.fit(training, validation_data=validation, epochs=6, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
