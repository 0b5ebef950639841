# mistake: 0
# rule: checkpoint_is_on_another_fit
# line: 31
# says: this fit got no callback; the one at line 28 got it
# says: pass it here too
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
    "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
)
few = {"steps_per_epoch": 3, "validation_steps": 2}
model.fit(training, validation_data=validation, epochs=2, callbacks=[best], **few)
# and now with smaller steps
model.optimizer.learning_rate = 1e-4
model.fit(training, validation_data=validation, epochs=2, **few)
model.save("mymodel.h5")
