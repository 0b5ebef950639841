# verdict: failed
# says: found best.weights.h5, but no mymodel.h5
# says: the exam needs mymodel.h5: write model.save('mymodel.h5')
# trained: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="training", class_mode="categorical")
val = datagen.flow_from_directory("data/rps", target_size=(150, 150), subset="validation", class_mode="categorical")
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(15),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
model.fit(train, validation_data=val, epochs=1, steps_per_epoch=3, validation_steps=1, callbacks=[keep])
model.load_weights("best.weights.h5")
