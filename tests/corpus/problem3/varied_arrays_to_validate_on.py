# verdict: failed
# slow: yes
# fails: check_validation_is_not_augmented
# passes: check_validation_folder
# passes: check_training_folder
from pathlib import Path
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator, img_to_array, load_img


def read(folder):
    pictures, labels = [], []
    for label, name in enumerate(["horses", "humans"]):
        for path in sorted(Path(folder, name).glob("*.png")):
            pictures.append(img_to_array(load_img(path, target_size=(150, 150))))
            labels.append(label)
    return np.stack(pictures), np.array(labels)


def solution_model():
    datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=40, zoom_range=0.3, horizontal_flip=True)
    training = datagen.flow(*read("data/horse-or-human"), batch_size=32)
    validation = datagen.flow(*read("data/validation-horse-or-human"), batch_size=32)
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)), layers.AveragePooling2D(3),
        layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(4),
        layers.Flatten(), layers.Dense(1, activation="sigmoid"),
    ])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(training, validation_data=validation, epochs=1, steps_per_epoch=4, validation_steps=1)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
