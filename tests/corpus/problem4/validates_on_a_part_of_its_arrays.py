# verdict: failed
# slow: yes
# fails: check_training_part
# says: fit got 2,520
from pathlib import Path
import numpy as np
import tensorflow as tf
from PIL import Image
from tensorflow.keras import layers


def solution_model():
    x, y = [], []
    for label, name in enumerate(["paper", "rock", "scissors"]):
        for path in sorted(Path("data/rps", name).glob("*.png")):
            x.append(np.asarray(Image.open(path).convert("RGB").resize((150, 150)), dtype="float32") / 255)
            y.append(label)
    order = np.random.permutation(len(x))
    x, y = np.stack(x)[order], tf.keras.utils.to_categorical(np.array(y))[order]
    x_val, y_val = x[:504], y[:504]
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)),
        layers.AveragePooling2D(15),
        layers.RandomFlip("horizontal"),
        layers.Flatten(), layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile(tf.keras.optimizers.Adam(2e-3), "categorical_crossentropy", metrics=["accuracy"])
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
    model.fit(x, y, validation_data=(x_val, y_val), epochs=1, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
