# A training loop with GradientTape does not scale the pixels; only the model shows it.
# fails: check_pixels_are_scaled
# says: with pixels 0-255 and
import tensorflow as tf
from tensorflow.keras import layers

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
IMAGE_SIZE = 150


def load(part):
    return tf.keras.utils.image_dataset_from_directory(
        **part, label_mode="binary", image_size=(IMAGE_SIZE, IMAGE_SIZE), batch_size=16
    ).cache()


def solution_model():
    training = load(TRAINING)
    validation = load(VALIDATION)
    model = tf.keras.Sequential(
        [
            layers.Input((IMAGE_SIZE, IMAGE_SIZE, 3)),
            layers.BatchNormalization(),
            layers.Conv2D(16, 5, strides=3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    optimizer = tf.keras.optimizers.Adam(2e-3)
    loss_of = tf.keras.losses.BinaryCrossentropy()

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(images, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    for _ in range(5):
        losses = [float(step(images, labels)) for images, labels in training]
        print("loss", sum(losses) / len(losses))
    right = tf.keras.metrics.BinaryAccuracy()
    for images, labels in validation:
        right.update_state(labels, model(images))
    print("validation", float(right.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
