# mistake: 0
# rule: saves_an_untrained_model
# line: 36
# says: the fit at line 35 trained another model than the saved one
# says: return and save the model that was passed to fit
import tensorflow as tf

def load(folder, count):
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    return found.map(lambda x, y: (x / 255.0, y)).take(count)


training = load("data/horse-or-human", 4)
validation = load("data/validation-horse-or-human", 2)


def build(*layers):
    model = tf.keras.Sequential(
        [
            tf.keras.Input((150, 150, 3)),
            tf.keras.layers.AveragePooling2D(10),
            tf.keras.layers.Flatten(),
            *layers,
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


model = build(tf.keras.layers.Dense(8))
better = build(tf.keras.layers.Dense(32, activation="relu"))
better.fit(training, validation_data=validation, epochs=2)
model.save("mymodel.h5")
