# mistake: repeat() of a loader
# line: 18
# rule: loader_has_no_such_method
# says: leave .repeat() out
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
model.fit(train.repeat(), validation_data=val, epochs=1, steps_per_epoch=3)
model.save("mymodel.h5")
