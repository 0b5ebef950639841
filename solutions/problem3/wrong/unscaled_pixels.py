# The pixels reach the model as they are read, from 0 to 255.
# fails: check_pixels_are_scaled
# says: divide by 255.0, or give ImageDataGenerator
import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150


def load(folder):
    return tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(SIZE, SIZE), batch_size=16
    ).cache()


def vary(pictures, labels):
    pictures = tf.image.random_flip_left_right(pictures)
    upside = tf.random.uniform((tf.shape(pictures)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 255.0 - pictures, pictures), labels


def solution_model():
    training = load("data/horse-or-human").map(vary).prefetch(2)
    validation = load("data/validation-horse-or-human")

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
        optimizer=tf.keras.optimizers.Adam(5e-4),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=13)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
