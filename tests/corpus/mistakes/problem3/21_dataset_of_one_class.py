# mistake: 21
# line: 9
# rule: folder_of_one_class
# says: data/horse-or-human
import tensorflow as tf


def solution_model():
    training = tf.keras.utils.image_dataset_from_directory(
        "data/horse-or-human/humans", label_mode="binary", image_size=(150, 150))
    model = tf.keras.Sequential([
        tf.keras.layers.Input((150, 150, 3)),
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(training, epochs=1)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
