# A custom training loop with GradientTape; fit is never called.
import tensorflow as tf
from tensorflow.keras import layers

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150
EPOCHS = round(6 / (1 - SHARE))


def load(part):
    return tf.keras.utils.image_dataset_from_directory(
        **part, label_mode="binary", image_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=16
    )


def scale(images, labels):
    return images / 255.0, labels


def vary(images, labels):
    images = tf.image.random_flip_left_right(images)
    upside = tf.random.uniform((tf.shape(images)[0], 1, 1, 1)) < 0.5
    return tf.where(upside, 1.0 - images, images), labels


def build():
    return tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
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
    training = load(TRAINING).map(scale).cache().map(vary).prefetch(2)
    validation = load(VALIDATION).map(scale)
    model = build()
    optimizer = tf.keras.optimizers.Adam(2e-3)
    loss_of = tf.keras.losses.BinaryCrossentropy()
    seen = tf.keras.metrics.BinaryAccuracy()

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(images, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    for epoch in range(EPOCHS):
        for images, labels in training:
            loss = step(images, labels)
        print("epoch", epoch + 1, "loss", float(loss))
    for images, labels in validation:
        seen.update_state(labels, model(images, training=False))
    print("validation accuracy", float(seen.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
