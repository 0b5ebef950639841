# mistake: 9
# rule: pixels_are_not_scaled
# line: 20
# says: from 0 to 25
# says: images = images / 255.0
import tensorflow as tf


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    images, labels = images[:3000], labels[:3000]
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Flatten(input_shape=(28, 28)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(images, labels, epochs=2)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
