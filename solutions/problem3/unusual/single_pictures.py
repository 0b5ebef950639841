# Single pictures, cached, shuffled and put into batches at the end.
import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150


def singles(directory):
    data = tf.keras.utils.image_dataset_from_directory(
        directory, label_mode="binary", image_size=(SIZE, SIZE), batch_size=None, shuffle=False
    )
    return data.map(lambda x, y: (x / 255.0, y))


def vary(pictures, labels):
    pictures = tf.image.random_flip_left_right(pictures)
    upside = tf.random.uniform((tf.shape(pictures)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - pictures, pictures), labels


def solution_model():
    pictures = singles("data/horse-or-human")
    validation = singles("data/validation-horse-or-human")
    training = pictures.cache().shuffle(1027).batch(16).map(vary).prefetch(2)
    validation = validation.cache().batch(64)

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            layers.AveragePooling2D(3),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=6)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
