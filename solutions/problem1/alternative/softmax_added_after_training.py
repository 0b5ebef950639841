# Trained on logits, as in TensorFlow's own tutorial; a softmax is added before saving.
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

STOP_AT = 0.90
EPOCHS = 20


class GoodEnough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= STOP_AT:
            self.model.stop_training = True


def solution_model():
    (train_images, train_labels), _ = keras.datasets.fashion_mnist.load_data()
    train_images = train_images / 255.0
    model = keras.Sequential(
        [
            layers.Input((28, 28)),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(16, 3, strides=2, activation="relu"),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.005),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(train_images, train_labels, batch_size=256, epochs=EPOCHS, callbacks=[GoodEnough()])
    return keras.Sequential([keras.Input((28, 28)), model, layers.Softmax()])


if __name__ == "__main__":
    probability_model = solution_model()
    probability_model.save("mymodel.h5")
