# A training loop with GradientTape forgets to scale the pixels; nothing but the model shows it.
# fails: check_pixels_are_scaled
# says: with pixels 0-255 and
import tensorflow as tf
from tensorflow.keras import layers


def load(folder):
    return tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    ).cache()


def solution_model():
    training = load("data/horse-or-human")
    validation = load("data/validation-horse-or-human")
    model = tf.keras.Sequential(
        [
            layers.Input((150, 150, 3)),
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
    def step(pictures, labels):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(pictures, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    for _ in range(5):
        losses = [float(step(pictures, labels)) for pictures, labels in training]
        print("loss", sum(losses) / len(losses))
    right = tf.keras.metrics.BinaryAccuracy()
    for pictures, labels in validation:
        right.update_state(labels, model(pictures))
    print("validation", float(right.result()))
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
