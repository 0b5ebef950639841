# With a patience of 2 the best epoch is taken for the last but one; it is the one before.
# fails: check_best_weights
# says: those of epoch
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

    every = tf.keras.callbacks.ModelCheckpoint(
        "epoch-{epoch:02d}.weights.h5", save_weights_only=True
    )
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
    )
    rate = tf.keras.callbacks.LearningRateScheduler(lambda epoch: 2e-3 * 0.85**epoch)
    stop = tf.keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, start_from_epoch=5)
    history = model.fit(
        training, validation_data=validation, epochs=40, callbacks=[every, best, rate, stop]
    )
    model.load_weights(f"epoch-{len(history.epoch) - 1:02d}.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
