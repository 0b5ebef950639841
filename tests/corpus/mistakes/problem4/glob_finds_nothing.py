# mistake: a pattern that matches no file
# line: 14
# rule: list_of_files_is_empty
# says: write 'data/rps/*/*.png'
import glob
import numpy as np
import tensorflow as tf
from PIL import Image

files = glob.glob("data/rps/*.png")
labels = [["paper", "rock", "scissors"].index(f.split("/")[-2]) for f in files]
x = np.array([np.array(Image.open(f).convert("RGB").resize((150, 150))) / 255.0 for f in files])
y = np.array(labels)
print(x.shape, x[0].max())
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, epochs=1)
model.save("mymodel.h5")
