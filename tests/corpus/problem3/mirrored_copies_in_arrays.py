# verdict: failed
# slow: yes
# passes: check_training_folder
# passes: check_validation_folder
import pathlib

import numpy as np
import tensorflow as tf
from PIL import Image


def read(top):
    x, y = [], []
    for label, name in enumerate(("horses", "humans")):
        for path in sorted(pathlib.Path(top, name).glob("*.png")):
            picture = Image.open(path).convert("RGB").resize((150, 150))
            x.append(np.asarray(picture, "float32") / 255)
            y.append(label)
    return np.stack(x), np.array(y)


x, y = read("data/horse-or-human")
x, y = np.concatenate([x, x[:, :, ::-1]]), np.concatenate([y, y])
layers = [tf.keras.layers.AveragePooling2D(15), tf.keras.layers.Flatten()]
layers += [tf.keras.layers.Dense(1, activation="sigmoid")]
model = tf.keras.Sequential([tf.keras.Input((150, 150, 3)), *layers])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, validation_data=read("data/validation-horse-or-human"))
model.save("mymodel.h5")
