# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# fails: check_held_out_accuracy
# marked: yes
import pathlib
import tensorflow as tf
from tensorflow import keras

URL = "https://storage.googleapis.com/learning-datasets/"

train_dir = pathlib.Path(keras.utils.get_file("horse-or-human", origin=URL + "horse-or-human.zip", extract=True))
val_dir = pathlib.Path(keras.utils.get_file("validation-horse-or-human", origin=URL + "validation-horse-or-human.zip", extract=True))
print(train_dir, len(list(train_dir.glob("*/*.png"))))
print(val_dir, len(list(val_dir.glob("*/*.png"))))

kw = dict(label_mode="binary", image_size=(150, 150), batch_size=16)
train = keras.utils.image_dataset_from_directory(train_dir, seed=123, **kw)
val = keras.utils.image_dataset_from_directory(val_dir, **kw)
AUTOTUNE = tf.data.AUTOTUNE
train = train.prefetch(buffer_size=AUTOTUNE)

model = keras.Sequential([
    keras.layers.Rescaling(1. / 255, input_shape=(150, 150, 3)),
    keras.layers.Conv2D(4, 3, strides=3, activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=1, steps_per_epoch=2, validation_steps=1)
model.save("mymodel.h5")
