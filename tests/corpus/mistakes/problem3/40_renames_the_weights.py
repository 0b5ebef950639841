# mistake: 40
# line: 13
# rule: weights_in_place_of_model
# says: model.save('mymodel.h5')
import os
import tensorflow as tf

inputs = tf.keras.Input((150, 150, 3))
x = tf.keras.layers.Flatten()(inputs)
outputs = tf.keras.layers.Dense(1, activation="sigmoid")(x)
model = tf.keras.Model(inputs, outputs)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.save_weights("my.weights.h5")
os.rename("my.weights.h5", "mymodel.h5")
