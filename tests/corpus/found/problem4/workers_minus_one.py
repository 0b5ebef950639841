# verdict: crashed
# needs: tf_keras
# says: workers is a number of threads, at least 1: leave it out
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="training", class_mode="categorical")
val = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="validation", class_mode="categorical")
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(15),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=1, steps_per_epoch=3, validation_steps=1, workers=-1)
model.save("mymodel.h5")
