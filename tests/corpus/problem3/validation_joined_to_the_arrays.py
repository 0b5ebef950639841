# verdict: failed
# slow: yes
# fails: check_training_never_saw_validation
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def read(folder):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=64)
    pairs = [(x.numpy() / 255.0, y.numpy()) for x, y in data]
    return np.concatenate([x for x, _ in pairs]), np.concatenate([y for _, y in pairs])


def solution_model():
    x, y = read("data/horse-or-human")
    x_val, y_val = read("data/validation-horse-or-human")
    x, y = np.concatenate([x, x_val]), np.concatenate([y, y_val])
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)),
        layers.AveragePooling2D(15),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(tf.keras.optimizers.Adam(2e-3), "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=16, epochs=1, validation_data=(x_val, y_val))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
