# verdict: failed
# slow: yes
# fails: check_validation_folder
# passes: check_training_folder
# says: fit got 8
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    plain = ImageDataGenerator(rescale=1 / 255)
    training = plain.flow_from_directory(
        "data/horse-or-human", target_size=(150, 150), batch_size=32, class_mode="binary")
    validation = plain.flow_from_directory(
        "data/validation-horse-or-human", target_size=(150, 150), batch_size=8, class_mode="binary")
    x_val, y_val = next(validation)
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)), layers.AveragePooling2D(3),
        layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(4),
        layers.Flatten(), layers.Dense(1, activation="sigmoid"),
    ])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(training, validation_data=(x_val, y_val), epochs=1, steps_per_epoch=4)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
