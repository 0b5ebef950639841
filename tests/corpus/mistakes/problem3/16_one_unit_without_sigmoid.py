# mistake: 16
# rule: no_probabilities
# line: 24
# says: outputs from 0 to 1, as binary_crossentropy expects
# says: the loss went from
# says: layers.Dense(1, activation='sigmoid')
import tensorflow as tf

def load(folder, count):
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    return found.map(lambda x, y: (x / 255.0, y)).take(count)


training = load("data/horse-or-human", 4)
validation = load("data/validation-horse-or-human", 2)

model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, validation_data=validation, epochs=2)
model.save("mymodel.h5")
