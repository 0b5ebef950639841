# A training loop of one's own, with GradientTape; fit is never called.
import tensorflow as tf
from tensorflow.keras import layers

EPOCHS = 6


def load(folder):
    return tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )


def scale(pictures, labels):
    return pictures / 255.0, labels


def vary(pictures, labels):
    pictures = tf.image.random_flip_left_right(pictures)
    upside = tf.random.uniform((tf.shape(pictures)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - pictures, pictures), labels


def build():
    return tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
            layers.AveragePooling2D(3),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.GroupNormalization(groups=-1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def solution_model():
    training = load("data/horse-or-human").map(scale).cache().map(vary).prefetch(2)
    validation = load("data/validation-horse-or-human").map(scale)
    model = build()
    optimizer = tf.keras.optimizers.Adam(2e-3)
    loss_of = tf.keras.losses.BinaryCrossentropy()
    seen = tf.keras.metrics.BinaryAccuracy()

    @tf.function
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(pictures, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    for epoch in range(EPOCHS):
        for pictures, labels in training:
            loss = step(pictures, labels)
        print("epoch", epoch + 1, "loss", float(loss))
    for pictures, labels in validation:
        seen.update_state(labels, model(pictures, training=False))
    print("validation accuracy", float(seen.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
