# mistake: 31
# line: 18
# rule: pictures_of_another_shape
# says: (150, 150)
# says: (256, 256, 3)
import tensorflow as tf

train, val = tf.keras.utils.image_dataset_from_directory(
    "data/rps", label_mode="categorical", validation_split=0.2, subset="both", seed=7)
inputs = tf.keras.Input(shape=(150, 150, 3))
x = tf.keras.layers.Rescaling(1 / 255)(inputs)
x = tf.keras.layers.Conv2D(4, 3, activation="relu")(x)
x = tf.keras.layers.MaxPooling2D(8)(x)
x = tf.keras.layers.Flatten()(x)
outputs = tf.keras.layers.Dense(3, activation="softmax")(x)
model = tf.keras.Model(inputs, outputs)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=1)
model.save("mymodel.h5")
