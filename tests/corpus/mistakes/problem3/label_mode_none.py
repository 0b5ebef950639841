# mistake: images without labels
# line: 19
# rule: loader_gives_no_labels
# says: label_mode='binary'
import tensorflow as tf

train = tf.keras.utils.image_dataset_from_directory("data/horse-or-human", image_size=(150, 150), label_mode=None)
val = tf.keras.utils.image_dataset_from_directory("data/validation-horse-or-human", image_size=(150, 150), label_mode=None)
train = train.map(lambda x: x / 255.0)
val = val.map(lambda x: x / 255.0)
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(10),
    tf.keras.layers.Conv2D(8, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=1)
model.save("mymodel.h5")
