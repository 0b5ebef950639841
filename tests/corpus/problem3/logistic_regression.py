# verdict: failed
# slow: yes
# fails: check_held_out_accuracy
# fails: check_validation_accuracy
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255)
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
training = generator.flow_from_directory(
    "data/horse-or-human", target_size=(150, 150), class_mode="binary"
)
validation = generator.flow_from_directory(
    "data/validation-horse-or-human", target_size=(150, 150), class_mode="binary"
)
model.fit(training, validation_data=validation, epochs=15, verbose=2)
model.save("mymodel.h5")
