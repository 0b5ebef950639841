# mistake: 30
# check: check_training_part
# says: the loader at line 10 found 2,520 images of 3 classes
# says: subset='training'
# says: leaves 2,016 for training
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255, rotation_range=10, validation_split=0.2)
training = generator.flow_from_directory("data/rps", target_size=(150, 150), batch_size=16)
validation = generator.flow_from_directory("data/rps", target_size=(150, 150), batch_size=16)

model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
best = tf.keras.callbacks.ModelCheckpoint(
    "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
)
model.fit(
    training, validation_data=validation, epochs=2, steps_per_epoch=3, validation_steps=2, callbacks=[best]
)
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
