# verdict: failed
# needs: tensorflow_datasets
# says: validation-horse-or-human.zip, horse-or-human.zip were served from the kit's data
# passes: check_pixels_are_scaled
# marked: yes
import tensorflow as tf
import tensorflow_datasets as tfds

(train, valid), info = tfds.load(
    "horses_or_humans", split=["train", "test"], as_supervised=True, with_info=True
)
print(info.features["label"].names, info.splits["train"].num_examples)


def prepare(image, label):
    return tf.image.resize(image, (150, 150)) / 255.0, label


train = train.map(prepare).shuffle(1027).batch(32)
valid = valid.map(prepare).batch(32)

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(16, 3, activation="relu", input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(4),
    tf.keras.layers.Conv2D(32, 3, activation="relu"),
    tf.keras.layers.MaxPooling2D(4),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(32, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=1)
model.save("mymodel.h5")
