# mistake: 11
# line: 20
# rule: method_of_keras_2
# says: model.fit(
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    gen = ImageDataGenerator(rescale=1/255)
    train_generator = gen.flow_from_directory("data/horse-or-human", target_size=(150, 150), class_mode="binary")
    val_generator = gen.flow_from_directory("data/validation-horse-or-human", target_size=(150, 150), class_mode="binary")
    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu", input_shape=(150, 150, 3)),
        tf.keras.layers.MaxPooling2D(2, 2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit_generator(train_generator, epochs=15, verbose=1, validation_data=val_generator)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
