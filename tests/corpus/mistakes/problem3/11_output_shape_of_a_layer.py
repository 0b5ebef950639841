# mistake: 11
# line: 14
# rule: method_of_keras_2
# says: .output.shape
import tensorflow as tf

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(16, (3, 3), activation="relu", input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
for layer in model.layers:
    print(layer.name, layer.output_shape)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
