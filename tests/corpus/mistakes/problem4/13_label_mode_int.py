# mistake: 13
# line: 19
# rule: labels_are_whole_numbers
# says: sparse_categorical_crossentropy
import tensorflow as tf

train_ds = tf.keras.utils.image_dataset_from_directory(
    "data/rps", validation_split=0.2, subset="training", seed=123, image_size=(32, 32))
val_ds = tf.keras.utils.image_dataset_from_directory(
    "data/rps", validation_split=0.2, subset="validation", seed=123, image_size=(32, 32))
model = tf.keras.Sequential([
    tf.keras.layers.Input((32, 32, 3)),
    tf.keras.layers.Rescaling(1/255),
    tf.keras.layers.Conv2D(4, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss=tf.keras.losses.CategoricalCrossentropy(), optimizer="adam", metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=2)
model.save("mymodel.h5")
