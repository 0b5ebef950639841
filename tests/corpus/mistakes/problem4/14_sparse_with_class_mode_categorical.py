# mistake: 14
# line: 20
# rule: labels_are_one_hot
# says: loss='categorical_crossentropy'
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
    train = datagen.flow_from_directory("data/rps", target_size=(32, 32), class_mode="categorical", subset="training")
    val = datagen.flow_from_directory("data/rps", target_size=(32, 32), class_mode="categorical", subset="validation")
    model = tf.keras.Sequential([
        tf.keras.layers.Input((32, 32, 3)),
        tf.keras.layers.Conv2D(4, 3, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(train, validation_data=val, epochs=3)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
