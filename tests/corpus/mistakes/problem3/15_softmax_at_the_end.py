# mistake: 15
# rule: softmax_over_one_unit
# line: 24
# says: softmax makes outputs sum to 1
# says: layers.Dense(1, activation='sigmoid')
import tensorflow as tf

def load(folder, count):
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    return found.map(lambda x, y: (x / 255.0, y)).take(count)


training = load("data/horse-or-human", 4)
validation = load("data/validation-horse-or-human", 2)


def build():
    inputs = tf.keras.Input((150, 150, 3))
    x = tf.keras.layers.Conv2D(4, 5, strides=5, activation="relu")(inputs)
    x = tf.keras.layers.Flatten()(x)
    x = tf.keras.layers.Dense(16, activation="relu")(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(units=1, activation="softmax")(x))


model = build()
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, validation_data=validation, epochs=2)
model.save("mymodel.h5")
