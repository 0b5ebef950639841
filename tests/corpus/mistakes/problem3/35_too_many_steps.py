# mistake: 35
# line: 17
# rule: steps_run_out_of_data
# says: steps_per_epoch
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

gen = ImageDataGenerator(rescale=1/255)
train_generator = gen.flow_from_directory("data/horse-or-human", target_size=(32, 32), batch_size=128, class_mode="binary")
validation_generator = gen.flow_from_directory("data/validation-horse-or-human", target_size=(32, 32), batch_size=32, class_mode="binary")
model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3, 3), activation="relu", input_shape=(32, 32, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train_generator, steps_per_epoch=30, epochs=2, validation_data=validation_generator, validation_steps=8)
model.save("mymodel.h5")
