# A single Dense layer over the pixels: it cannot learn a shape, only where it is light and dark.
# Without convolutions it is too weak on the validation pictures and on the held-out ones as well.
# fails: check_convolutions, check_validation_accuracy, check_held_out_accuracy
# says: at least 1 convolution
# says: three or four Conv2D + MaxPooling2D pairs before Flatten
import tensorflow as tf
from tensorflow.keras import layers

SIZE = 150


def load(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(SIZE, SIZE), batch_size=16
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(pictures, labels):
    pictures = tf.image.random_flip_left_right(pictures)
    upside = tf.random.uniform((tf.shape(pictures)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - pictures, pictures), labels


def solution_model():
    training = load("data/horse-or-human").map(vary).prefetch(2)
    validation = load("data/validation-horse-or-human")

    model = tf.keras.Sequential(
        [
            layers.Input((SIZE, SIZE, 3)),
            layers.Flatten(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=3)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
