# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# passes: check_training_never_saw_validation
# marked: yes
# slow: yes

import urllib.request
import zipfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

URL = "https://storage.googleapis.com/download.tensorflow.org/data/"
urllib.request.urlretrieve(URL + "horse-or-human.zip", "training.zip")
urllib.request.urlretrieve(URL + "validation-horse-or-human.zip", "testing.zip")
zipfile.ZipFile("training.zip").extractall("./data")
zipfile.ZipFile("testing.zip").extractall("./validation")
TRAIN, VALID = "./data", "./validation"

gen = ImageDataGenerator(rescale=1 / 255)
train = gen.flow_from_directory(TRAIN, target_size=(150, 150), batch_size=64, class_mode="binary")
val = gen.flow_from_directory(VALID, target_size=(150, 150), batch_size=64, class_mode="binary")
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Conv2D(2, 9, strides=9, activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, epochs=1, validation_data=val)
model.save("mymodel.h5")
