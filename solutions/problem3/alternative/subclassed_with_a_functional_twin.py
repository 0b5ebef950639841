# A subclassed model is trained around a functional one, which Keras can save whole as .h5.
import tensorflow as tf
from tensorflow.keras import layers

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150


def load(part):
    data = tf.keras.utils.image_dataset_from_directory(
        **part, label_mode="binary", image_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=16
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(images, labels):
    images = tf.image.random_flip_left_right(images)
    upside = tf.random.uniform((tf.shape(images)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - images, images), labels


class Judge(tf.keras.Model):
    """Adds a little noise to what it is trained on."""

    def __init__(self, body):
        super().__init__()
        self.body = body
        self.noise = layers.GaussianNoise(0.02)

    def call(self, images, training=None):
        return self.body(self.noise(images, training=training), training=training)


def solution_model():
    training = load(TRAINING).map(vary).prefetch(2)
    validation = load(VALIDATION)

    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
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
    whole = Judge(model)
    whole.compile(tf.keras.optimizers.Adam(2e-3), "binary_crossentropy", metrics=["accuracy"])
    whole.fit(training, validation_data=validation, epochs=round(6 / (1 - SHARE)))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
