# mistake: 20
# line: 19
# rule: folder_of_one_class
# says: data/validation-horse-or-human
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_datagen = ImageDataGenerator(rescale=1/255)
train_generator = train_datagen.flow_from_directory(
    "data/horse-or-human", target_size=(32, 32), batch_size=32, class_mode="binary")
validation_generator = train_datagen.flow_from_directory(
    "data/validation-horse-or-human/humans", target_size=(32, 32), batch_size=32, class_mode="binary")
model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3, 3), activation="relu", input_shape=(32, 32, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train_generator, steps_per_epoch=3, epochs=2, validation_data=validation_generator)
model.save("mymodel.h5")
