# verdict: failed
# slow: yes
# fails: check_training_never_saw_validation
# says: brings 256 validation images into fit
import tensorflow as tf
from tensorflow import keras

layers = [keras.Input((150, 150, 3)), keras.layers.MaxPooling2D(10), keras.layers.Flatten()]
model = keras.Sequential([*layers, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])


def load(folder):
    found = keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150)
    )
    return found.map(lambda x, y: (x / 255.0, y)).cache().prefetch(2)


training = load("data/horse-or-human")
validation = load("data/validation-horse-or-human")
model.fit(training.concatenate(validation), validation_data=validation, epochs=1, verbose=2)
model.save("mymodel.h5")
