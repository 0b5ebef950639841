# mistake: 0
# rule: loss_is_no_number
# line: 25
# says: nan from epoch 1 on
# says: make the learning rate smaller: 0.01 instead of 1e+30
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
        tf.keras.layers.Dense(16, activation="relu"),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(3, activation="softmax"),
    ]
)
optimizer = tf.keras.optimizers.SGD(learning_rate=1e30)
model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
best = tf.keras.callbacks.ModelCheckpoint(
    "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
)
model.fit(
    training, validation_data=validation, epochs=2, steps_per_epoch=3, validation_steps=2, callbacks=[best]
)
model.save("mymodel.h5")
