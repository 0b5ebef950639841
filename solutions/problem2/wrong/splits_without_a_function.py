# A notebook splits the images in a loop in one of its cells: there is no function to call.
# fails: check_split_data_alone
# not run: check_split_is_random
# says: no function of this name
# says: write def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE)
# %%
import os
import random
from shutil import copyfile

import matplotlib.pyplot as plt
import tensorflow as tf

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9
BATCHES = round(300 * SPLIT_SIZE)

# %%
print(len(os.listdir("data/PetImages/Cat/")))
print(len(os.listdir("data/PetImages/Dog/")))

# %%
try:
    os.mkdir(TOP_FOLDER)
    os.mkdir(f"{TOP_FOLDER}/{TRAINING_FOLDER}")
    os.mkdir(f"{TOP_FOLDER}/{TESTING_FOLDER}")
    os.mkdir(f"{TOP_FOLDER}/{TRAINING_FOLDER}/cats")
    os.mkdir(f"{TOP_FOLDER}/{TRAINING_FOLDER}/dogs")
    os.mkdir(f"{TOP_FOLDER}/{TESTING_FOLDER}/cats")
    os.mkdir(f"{TOP_FOLDER}/{TESTING_FOLDER}/dogs")
except OSError:
    pass

# %%
for source, animal in (("Cat", "cats"), ("Dog", "dogs")):
    source_dir = f"data/PetImages/{source}/"
    names = [f for f in os.listdir(source_dir) if f[-4:] == ".jpg"]
    names = [f for f in names if os.path.getsize(source_dir + f) > 0]
    random.shuffle(names)
    length = int(len(names) * SPLIT_SIZE)
    for filename in names[:length]:
        copyfile(source_dir + filename, f"{TOP_FOLDER}/{TRAINING_FOLDER}/{animal}/{filename}")
    for filename in names[length:]:
        copyfile(source_dir + filename, f"{TOP_FOLDER}/{TESTING_FOLDER}/{animal}/{filename}")

# %%
print(
    len(os.listdir(f"{TOP_FOLDER}/{TRAINING_FOLDER}/cats/")),
    len(os.listdir(f"{TOP_FOLDER}/{TESTING_FOLDER}/dogs/")),
)

# %%
train_ds = tf.keras.preprocessing.image_dataset_from_directory(
    f"{TOP_FOLDER}/{TRAINING_FOLDER}", label_mode="binary", image_size=(150, 150), batch_size=10
)
test_ds = tf.keras.preprocessing.image_dataset_from_directory(
    f"{TOP_FOLDER}/{TESTING_FOLDER}", label_mode="binary", image_size=(150, 150), batch_size=10
)
normalize = tf.keras.layers.Rescaling(1.0 / 255)
train_ds = train_ds.map(lambda x, y: (normalize(x), y)).cache().shuffle(BATCHES)
test_ds = test_ds.map(lambda x, y: (normalize(x), y)).cache()

# %%
model = tf.keras.models.Sequential()
model.add(tf.keras.layers.AveragePooling2D(2, input_shape=(150, 150, 3)))
model.add(tf.keras.layers.GroupNormalization(groups=-1))
for filters, strides in ((16, 2), (32, 1), (64, 1), (128, 1)):
    model.add(tf.keras.layers.Conv2D(filters, (3, 3), strides=strides, padding="same"))
    model.add(tf.keras.layers.BatchNormalization(momentum=0.9))
    model.add(tf.keras.layers.Activation(tf.nn.relu))
    model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.GlobalAveragePooling2D())
model.add(tf.keras.layers.Dense(1, activation=tf.nn.sigmoid))
rate = tf.keras.optimizers.schedules.CosineDecay(0.004, 4 * BATCHES)
model.compile(optimizer=tf.keras.optimizers.Adam(rate), loss="binary_crossentropy", metrics=["acc"])
model.summary()

# %%
history = model.fit(train_ds, epochs=4, verbose=1, validation_data=test_ds)

# %%
plt.plot(history.history["acc"])
plt.plot(history.history["val_acc"])
plt.show()

# %%
model.save("mymodel.h5")
