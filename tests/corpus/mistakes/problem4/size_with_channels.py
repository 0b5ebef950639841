# mistake: target_size with channels
# line: 20
# rule: target_size_has_channels
# says: target_size=(150, 150)
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = datagen.flow_from_directory("data/rps", target_size=(150, 150, 3), subset="training", class_mode="categorical")
val = datagen.flow_from_directory("data/rps", target_size=(150, 150, 3), subset="validation", class_mode="categorical")
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(10),
    tf.keras.layers.Conv2D(8, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
model.fit(train, validation_data=val, epochs=2, steps_per_epoch=5, validation_steps=2, callbacks=[keep])
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
