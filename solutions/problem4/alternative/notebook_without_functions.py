# The cells of a notebook: metrics=["acc"], val_acc, a look at the folders, plots at the end.
# %%
import os

import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.preprocessing.image import ImageDataGenerator

VALIDATION_SPLIT = 0.2
CLASSES = ["paper", "rock", "scissors"]
MONITOR = "val_acc"

base_dir = os.path.join("data", "rps")
for name in os.listdir(base_dir):
    print(name, len(os.listdir(os.path.join(base_dir, name))))

# %%
train_datagen = ImageDataGenerator(
    rescale=1.0 / 255,
    horizontal_flip=True,
    brightness_range=(0.9, 1.1),
    validation_split=VALIDATION_SPLIT,
)
train_generator = train_datagen.flow_from_directory(
    base_dir,
    classes=CLASSES,
    target_size=(150, 150),
    class_mode="categorical",
    batch_size=16,
    subset="training",
)
validation_generator = train_datagen.flow_from_directory(
    base_dir, classes=CLASSES, target_size=(150, 150), class_mode="categorical", subset="validation"
)

# %%
model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Conv2D(16, (5, 5), 3, activation="relu", input_shape=(150, 150, 3)))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Conv2D(32, (3, 3), activation="relu"))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Conv2D(64, (3, 3), activation="relu"))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dropout(0.2))
model.add(tf.keras.layers.Dense(64, activation="relu"))
model.add(tf.keras.layers.Dense(3, activation="softmax"))
model.summary()
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.002), loss="categorical_crossentropy", metrics=["acc"]
)

# %%
checkpoint = ModelCheckpoint(
    "model-best.h5",
    monitor=MONITOR,
    mode="min" if "loss" in MONITOR else "max",
    save_best_only=True,
)
history = model.fit(
    train_generator, epochs=5, validation_data=validation_generator, callbacks=[checkpoint]
)

# %%
plt.plot(history.history["acc"])
plt.plot(history.history["val_acc"])
plt.show()

# %%
model.load_weights("model-best.h5")
model.save("mymodel.h5")
