# mistake: a folder of the split that is spelt otherwise
# line: 20
# rule: copies_into_no_folder
# says: write cats-v-dogs/testing/dogs
import os
import random
import shutil

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith('.jpg') and os.path.getsize(os.path.join(SOURCE, f)) > 0]
    random.shuffle(files)
    n = int(len(files) * SPLIT_SIZE)
    for f in files[:n]:
        shutil.copyfile(os.path.join(SOURCE, f), os.path.join(TRAINING, f))
    for f in files[n:]:
        shutil.copyfile(os.path.join(SOURCE, f), os.path.join(TESTING, f))


for part in ('training', 'testing'):
    for animal in ('cats', 'dogs'):
        os.makedirs(f'cats-v-dogs/{part}/{animal}', exist_ok=True)
split_data('data/PetImages/Cat', 'cats-v-dogs/training/cats', 'cats-v-dogs/testing/cats', 0.9)
split_data('data/PetImages/Dog', 'cats-v-dogs/training/dogs', 'cats-v-dogs/testing/dog', 0.9)

gen = ImageDataGenerator(rescale=1/255)
train = gen.flow_from_directory('cats-v-dogs/training', target_size=(150, 150), batch_size=10, class_mode='binary')
test = gen.flow_from_directory('cats-v-dogs/testing', target_size=(150, 150), batch_size=10, class_mode='binary')
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(10),
    tf.keras.layers.Conv2D(8, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, validation_data=test, epochs=1, steps_per_epoch=10, validation_steps=2)
model.save("mymodel.h5")
