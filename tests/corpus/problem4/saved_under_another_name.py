# verdict: failed
# slow: yes
# says: found model_A2.h5, but no mymodel.h5
# says: binary_crossentropy with 3 outputs
# trained: yes
# fault-line: 26
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

gen = ImageDataGenerator(rescale=1.0 / 255, validation_split=0.2)
how = {"target_size": (150, 150), "batch_size": 32, "class_mode": "categorical"}
train = gen.flow_from_directory("data/rps/", subset="training", **how)
valid = gen.flow_from_directory("data/rps/", subset="validation", **how)
model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(5),
        tf.keras.layers.Conv2D(8, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(3),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=1, steps_per_epoch=4, validation_data=valid, verbose=0)
model.save("model_A2.h5")
