# mistake: 31
# line: 21
# rule: pictures_of_another_shape
# says: (150, 150)
# says: (100, 100, 3)
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    gen = ImageDataGenerator(rescale=1/255)
    train_generator = gen.flow_from_directory("data/horse-or-human", target_size=(100, 100), class_mode="binary")
    validation_generator = gen.flow_from_directory("data/validation-horse-or-human", target_size=(100, 100), class_mode="binary")
    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(4, (3, 3), activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.MaxPooling2D(4, 4),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(train_generator, epochs=5, validation_data=validation_generator)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
