# The mean of the last two epochs is saved, which was never measured, and not the best epoch.
# fails: check_best_weights
# says: weights of no epoch of this training
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


def build():
    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
            layers.RandomFlip("horizontal"),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(64, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def solution_model():
    training = load("training").shuffle(63)
    validation = load("validation")

    model = build()
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    seen = []
    keep = tf.keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seen.append(model.get_weights())
    )
    model.fit(training, validation_data=validation, epochs=7, callbacks=[best, keep])
    model.set_weights([sum(arrays) / 2 for arrays in zip(*seen[-2:])])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
