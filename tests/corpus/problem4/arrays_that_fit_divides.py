# verdict: failed
# slow: yes
# passes: check_validation_part
# passes: check_training_part
import tensorflow as tf

flow = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255).flow_from_directory(
    "data/rps", target_size=(150, 150), class_mode="categorical", batch_size=2520
)
x, y = next(flow)
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.RandomFlip(),
        tf.keras.layers.AveragePooling2D(15),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, validation_split=0.2)
model.save("mymodel.h5")
