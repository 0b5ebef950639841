# One pipeline serves both folders, so the validation pictures are varied as well.
# fails: check_validation_is_not_augmented
# says: a function that is mapped over them draws random numbers
# says: leave what is random out of the pipeline for validation
import tensorflow as tf
from tensorflow.keras import layers


def varied(picture, label):
    picture = tf.image.random_flip_left_right(picture / 255.0)
    picture = tf.image.random_brightness(picture, 0.2)
    picture = tf.clip_by_value(picture, 0.0, 1.0)
    return tf.where(tf.random.uniform(()) < 0.5, 1.0 - picture, picture), label


def load(folder):
    pictures = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=None
    )
    return pictures.cache().shuffle(1027).map(varied).batch(16).prefetch(2)


def solution_model():
    training = load("data/horse-or-human")
    validation = load("data/validation-horse-or-human")
    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
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
        optimizer=tf.keras.optimizers.Adam(2e-3), loss="binary_crossentropy", metrics=["accuracy"]
    )
    model.fit(training, validation_data=validation, epochs=8)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
