# verdict: failed
# slow: yes
# fails: check_validation_part
# passes: check_training_part
# says: scissors only
import tensorflow as tf
from tensorflow.keras import layers


def load(subset):
    return tf.keras.utils.image_dataset_from_directory(
        "data/rps", label_mode="categorical", validation_split=0.2, subset=subset,
        seed=1, shuffle=False, image_size=(150, 150), batch_size=None,
    ).map(lambda x, y: (x / 255.0, y))


def solution_model():
    training = load("training").batch(32)
    validation = load("validation").batch(32)
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)),
        layers.AveragePooling2D(15),
        layers.RandomFlip("horizontal"),
        layers.Flatten(), layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True)
    model.fit(training, validation_data=validation, epochs=1, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
