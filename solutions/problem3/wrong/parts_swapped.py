# The small part is used for training, the large one for validation.
# only in: share
# fails: check_training_folder, check_validation_folder
# says: it takes the other part: write subset='training'
# says: it takes the other part: write subset='validation'
import tensorflow as tf
from tensorflow.keras import layers

IMAGE_SIZE = 150


def load(subset):
    data = tf.keras.utils.image_dataset_from_directory(
        "data/horse-or-human",
        validation_split=0.2,
        subset=subset,
        seed=7,
        label_mode="binary",
        image_size=(IMAGE_SIZE, IMAGE_SIZE),
        batch_size=16,
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def vary(images, labels):
    images = tf.image.random_flip_left_right(images)
    upside = tf.random.uniform((tf.shape(images)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - images, images), labels


def solution_model():
    training = load("validation").map(vary).prefetch(2)
    validation = load("training")

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
    model.compile(
        optimizer=tf.keras.optimizers.Adam(2e-3),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(training, validation_data=validation, epochs=30)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
