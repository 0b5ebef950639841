# mistake: steps_per_epoch=len(files)
# line: 22
# rule: steps_run_out_of_data
# says: leave steps_per_epoch out
import glob
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="training", class_mode="categorical")
val = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="validation", class_mode="categorical")
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(10),
    tf.keras.layers.Conv2D(8, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
files = glob.glob("data/rps/*/*.png")
model.fit(train, validation_data=val, epochs=2, steps_per_epoch=len(files), callbacks=[keep])
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
