# mistake: 39
# check: check_best_weights
# says: the weights of epoch 1, the best by val_loss (
# says: those of the last epoch (
# says: saved at line 38
# says: model.load_weights(...)
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

generator = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
how = {"target_size": (150, 150), "class_mode": "categorical", "batch_size": 16}
training = generator.flow_from_directory("data/rps", subset="training", **how)
validation = generator.flow_from_directory("data/rps", subset="validation", **how)

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
    "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
)
# The second epoch's steps are too long, so the first one is the best.
rate = tf.keras.callbacks.LearningRateScheduler(lambda epoch: 0.5 if epoch else 1e-4)
model.fit(
    training,
    validation_data=validation,
    epochs=2,
    steps_per_epoch=3,
    validation_steps=2,
    callbacks=[best, rate],
)
model.save("mymodel.h5")
