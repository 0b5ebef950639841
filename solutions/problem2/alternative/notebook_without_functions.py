# The cells of a notebook: everything runs at import, with looks at the data and plots.
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
def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        file = SOURCE + filename
        if filename[-4:] == ".jpg" and os.path.getsize(file) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length or no image, so ignoring.")

    training_length = int(len(files) * SPLIT_SIZE)
    shuffled_set = random.sample(files, len(files))
    training_set = shuffled_set[0:training_length]
    testing_set = shuffled_set[training_length:]

    for filename in training_set:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing_set:
        copyfile(SOURCE + filename, TESTING + filename)


CAT_SOURCE_DIR = "data/PetImages/Cat/"
TRAINING_CATS_DIR = f"{TOP_FOLDER}/{TRAINING_FOLDER}/cats/"
TESTING_CATS_DIR = f"{TOP_FOLDER}/{TESTING_FOLDER}/cats/"
DOG_SOURCE_DIR = "data/PetImages/Dog/"
TRAINING_DOGS_DIR = f"{TOP_FOLDER}/{TRAINING_FOLDER}/dogs/"
TESTING_DOGS_DIR = f"{TOP_FOLDER}/{TESTING_FOLDER}/dogs/"

split_data(CAT_SOURCE_DIR, TRAINING_CATS_DIR, TESTING_CATS_DIR, SPLIT_SIZE)
split_data(DOG_SOURCE_DIR, TRAINING_DOGS_DIR, TESTING_DOGS_DIR, SPLIT_SIZE)

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
