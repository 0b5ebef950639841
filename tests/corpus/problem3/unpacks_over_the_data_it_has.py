# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# passes: check_training_never_saw_validation
# marked: yes
# slow: yes

import urllib.request
import zipfile

import tensorflow as tf
from keras.preprocessing.image import ImageDataGenerator


def solution_model():
    url = "https://storage.googleapis.com/download.tensorflow.org/data/horse-or-human.zip"
    urllib.request.urlretrieve(url, "horse-or-human.zip")
    zip_ref = zipfile.ZipFile("horse-or-human.zip", "r")
    zip_ref.extractall("data/horse-or-human")
    zip_ref.close()

    url = "https://storage.googleapis.com/download.tensorflow.org/data/validation-horse-or-human.zip"
    urllib.request.urlretrieve(url, "testdata.zip")
    with zipfile.ZipFile("testdata.zip", "r") as zip_ref:
        zip_ref.extractall("data/validation-horse-or-human")

    TRAINING_DIR = "data/horse-or-human"
    VALIDATION_DIR = "data/validation-horse-or-human"
    train_datagen = ImageDataGenerator(rescale=1.0 / 255, horizontal_flip=True)
    val_datagen = ImageDataGenerator(rescale=1.0 / 255)
    train = train_datagen.flow_from_directory(
        TRAINING_DIR, target_size=(150, 150), batch_size=64, class_mode="binary"
    )
    val = val_datagen.flow_from_directory(
        VALIDATION_DIR, target_size=(150, 150), batch_size=64, class_mode="binary"
    )
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Conv2D(2, 9, strides=9, activation="relu", input_shape=(150, 150, 3)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(train, epochs=1, validation_data=val)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
