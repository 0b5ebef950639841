# mistake: 0
# rule: validation_has_another_scale
# line: 14
# says: pixels reach 1 in training and 255 in validation
# says: give the validation generator rescale=1/255 too
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_datagen = ImageDataGenerator(rescale=1.0 / 255, horizontal_flip=True)
validation_datagen = ImageDataGenerator()
training = train_datagen.flow_from_directory(
    "data/horse-or-human", target_size=(150, 150), batch_size=16, class_mode="binary"
)
validation = validation_datagen.flow_from_directory(
    "data/validation-horse-or-human", target_size=(150, 150), batch_size=16, class_mode="binary"
)

model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(
    training, validation_data=validation, epochs=2, steps_per_epoch=3, validation_steps=2
)
model.save("mymodel.h5")
