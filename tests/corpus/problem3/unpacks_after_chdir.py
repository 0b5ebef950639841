# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# passes: check_training_never_saw_validation
# marked: yes
# slow: yes

import os
import urllib.request
import zipfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

URL = "https://storage.googleapis.com/learning-datasets/"
os.makedirs("data", exist_ok=True)
os.chdir("data")
for name in ["horse-or-human.zip", "validation-horse-or-human.zip"]:
    urllib.request.urlretrieve(URL + name, name)
    with zipfile.ZipFile(name) as z:
        z.extractall(name[:-4])
    os.remove(name)
os.chdir("..")
TRAIN, VALID = "data/horse-or-human", "data/validation-horse-or-human"

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
