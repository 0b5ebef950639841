# mistake: 0
# rule: saves_an_untrained_model
# line: 30
# says: the fit at line 24 trained another model
# says: return and save the model that was passed to fit
import tensorflow as tf


def build_model():
    model = tf.keras.Sequential(
        [
            tf.keras.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = build_model()
    model.fit(x[:3000] / 255.0, y[:3000], epochs=2)
    return build_model()


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
