# verdict: failed
# slow: yes
# passes: check_checkpoint
# passes: check_training_is_augmented
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


class Geometric(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["val_mean"] = (logs["accuracy"] * logs["val_accuracy"]) ** 0.5


generator = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
flow = {"target_size": (150, 150), "class_mode": "categorical", "batch_size": 16}
training = generator.flow_from_directory("data/rps", subset="training", **flow)
validation = generator.flow_from_directory("data/rps", subset="validation", **flow)

layers = tf.keras.layers
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        layers.RandAugment(value_range=(0, 1)),
        layers.AveragePooling2D(15),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
best = tf.keras.callbacks.ModelCheckpoint(
    "best.weights.h5", monitor="val_mean", mode="max", save_best_only=True, save_weights_only=True
)
model.fit(
    training,
    validation_data=validation,
    epochs=2,
    steps_per_epoch=10,
    validation_steps=5,
    callbacks=[Geometric(), best],
)
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
