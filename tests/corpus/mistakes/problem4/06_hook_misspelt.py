# mistake: 6
# rule: is_never_called
# line: 16
# says: nothing calls on_epochs_end; all 2 epochs ran
# says: def on_epoch_end(self, epoch, logs=None):
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
how = {"target_size": (150, 150), "class_mode": "categorical", "batch_size": 16}
training = generator.flow_from_directory("data/rps", subset="training", **how)
validation = generator.flow_from_directory("data/rps", subset="validation", **how)


class StopEarly(tf.keras.callbacks.Callback):
    def on_epochs_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.2:
            self.model.stop_training = True


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
    training,
    validation_data=validation,
    epochs=2,
    steps_per_epoch=3,
    validation_steps=2,
    callbacks=[best, StopEarly()],
)
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
