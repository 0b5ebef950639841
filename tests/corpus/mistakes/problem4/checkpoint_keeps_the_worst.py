# mistake: mode min with an accuracy
# check: check_checkpoint
# check: check_held_out_accuracy
# says: mode='min' with monitor='val_accuracy' saves the worst epoch
# says: save the best epoch
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

tf.keras.utils.set_random_seed(3)
datagen = ImageDataGenerator(rescale=1/255, horizontal_flip=True, validation_split=0.2)
plain = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="training", class_mode="categorical")
val = plain.flow_from_directory("data/rps", target_size=(150, 150), subset="validation", class_mode="categorical", shuffle=False)
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(3),
    tf.keras.layers.Conv2D(16, 3, activation="relu"),
    tf.keras.layers.MaxPooling2D(),
    tf.keras.layers.Conv2D(32, 3, activation="relu"),
    tf.keras.layers.MaxPooling2D(),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dropout(0.3),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_accuracy", mode="min", save_best_only=True, save_weights_only=True)
model.fit(train, validation_data=val, epochs=3, callbacks=[keep])
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
