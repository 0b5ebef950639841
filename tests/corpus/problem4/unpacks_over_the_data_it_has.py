# verdict: failed
# passes: check_training_part
# passes: check_validation_part
# passes: check_parts_are_disjoint
# marked: yes
# slow: yes

import urllib.request
import zipfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

URL = "https://storage.googleapis.com/download.tensorflow.org/data/rps.zip"
urllib.request.urlretrieve(URL, "rps.zip")
local_zip = "rps.zip"
zip_ref = zipfile.ZipFile(local_zip, "r")
zip_ref.extractall("data/")
zip_ref.close()
FOLDER = "data/rps/"

gen = ImageDataGenerator(rescale=1 / 255, rotation_range=20, validation_split=0.2)
plain = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
train = gen.flow_from_directory(
    FOLDER, target_size=(150, 150), batch_size=126, class_mode="categorical", subset="training"
)
val = plain.flow_from_directory(
    FOLDER, target_size=(150, 150), batch_size=126, class_mode="categorical", subset="validation"
)
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Conv2D(2, 9, strides=9, activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
model.fit(train, epochs=1, validation_data=val, callbacks=[keep])
model.load_weights("best.keras")
model.save("mymodel.h5")
