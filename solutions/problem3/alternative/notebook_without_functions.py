# The cells of a notebook: metrics=["acc"], tf.nn.sigmoid, a look at the data, plots at the end.
# %%
import os

import matplotlib.pyplot as plt
import tensorflow as tf

TRAINING = {"directory": "data/horse-or-human"}
VALIDATION = {"directory": "data/validation-horse-or-human"}
SHARE = TRAINING.get("validation_split", 0)
IMAGE_SIZE = 150

train_dir = TRAINING["directory"]
print(len(os.listdir(os.path.join(train_dir, "horses"))), "horses")
print(len(os.listdir(os.path.join(train_dir, "humans"))), "humans")

# %%
train_ds = tf.keras.preprocessing.image_dataset_from_directory(
    **{"seed": 123, **TRAINING},
    label_mode="binary",
    image_size=(IMAGE_SIZE, IMAGE_SIZE),
    batch_size=16,
)
val_ds = tf.keras.preprocessing.image_dataset_from_directory(
    **VALIDATION, label_mode="binary", image_size=(IMAGE_SIZE, IMAGE_SIZE)
)
print(train_ds.class_names)
normalize = tf.keras.layers.Rescaling(1.0 / 255)
train_ds = train_ds.map(lambda x, y: (normalize(x), y)).cache()
val_ds = val_ds.map(lambda x, y: (normalize(x), y)).cache()
# an image and its negative side by side
train_ds = train_ds.concatenate(train_ds.map(lambda x, y: (1.0 - x, y))).shuffle(130)

# %%
model = tf.keras.Sequential()
model.add(tf.keras.layers.AveragePooling2D(3, input_shape=(IMAGE_SIZE, IMAGE_SIZE, 3)))
model.add(tf.keras.layers.Conv2D(16, (3, 3), activation=tf.nn.relu))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.GroupNormalization(groups=-1))
model.add(tf.keras.layers.Conv2D(32, (3, 3), activation=tf.nn.relu))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Conv2D(64, (3, 3), activation=tf.nn.relu))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dropout(0.3))
model.add(tf.keras.layers.Dense(1, activation=tf.nn.sigmoid))
model.compile(
    loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(0.002), metrics=["acc"]
)
model.summary()

# %%
history = model.fit(train_ds, epochs=round(4 / (1 - SHARE)), validation_data=val_ds, verbose=1)

# %%
plt.plot(history.history["acc"])
plt.plot(history.history["val_acc"])
plt.show()

# %%
model.save("mymodel.h5")
