# verdict: failed
# passes: check_pixels_are_scaled
# says: rps.zip was served from the kit's data
# says: the validation images are augmented too
# marked: yes
# slow: yes

"""
!wget --no-check-certificate https://storage.googleapis.com/x/rps.zip -O /tmp/rps.zip
"""
import zipfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

with zipfile.ZipFile("/tmp/rps.zip") as archive:
    archive.extractall("/tmp/")

gen = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
options = {"target_size": (150, 150), "class_mode": "categorical", "batch_size": 128}
train = gen.flow_from_directory("/tmp/rps", subset="training", **options)
val = gen.flow_from_directory("/tmp/rps", subset="validation", **options)
model = tf.keras.Sequential(
    [
        tf.keras.layers.Conv2D(4, 9, strides=9, activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, epochs=1, validation_data=val)
model.save("mymodel.h5")
