# mistake: the name of a folder as validation_data
# line: 19
# rule: validation_is_a_path
# says: flow_from_directory("data/validation-horse-or-human", ...)
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

gen = ImageDataGenerator(rescale=1/255)
train = gen.flow_from_directory("data/horse-or-human", target_size=(150, 150), class_mode="binary")
val = gen.flow_from_directory("data/validation-horse-or-human", target_size=(150, 150), class_mode="binary")
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(10),
    tf.keras.layers.Conv2D(8, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data="data/validation-horse-or-human", epochs=1, steps_per_epoch=5, validation_steps=2)
model.save("mymodel.h5")
