# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# passes: check_training_never_saw_validation
# marked: yes
# slow: yes

import os
import shutil
import urllib.request

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

URL = "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/"
base = os.path.join(os.getcwd(), "data")
for name in ("horse-or-human", "validation-horse-or-human"):
    target = os.path.join(base, name)
    if os.path.exists(target):
        shutil.rmtree(target)
    os.makedirs(target)
    archive, _ = urllib.request.urlretrieve(f"{URL}{name}.zip")
    shutil.unpack_archive(archive, target, "zip")
TRAIN = os.path.join(base, "horse-or-human")
VALID = os.path.join(base, "validation-horse-or-human")

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
