# mistake: 22
# line: 40
# rule: file_is_no_picture
# says: 666.jpg
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = sorted(f for f in os.listdir(SOURCE) if f.endswith('.jpg'))
    files = files[:40] + files[-40:] + ['666.jpg'] * ('Cat' in SOURCE)
    files = list(dict.fromkeys(files))
    random.shuffle(files)
    cut = int(len(files) * SPLIT_SIZE)
    for f in files[:cut]:
        copyfile(SOURCE + f, TRAINING + f)
    for f in files[cut:]:
        copyfile(SOURCE + f, TESTING + f)


for part in ('training', 'testing'):
    for animal in ('cats', 'dogs'):
        os.makedirs(f'cats-v-dogs/{part}/{animal}', exist_ok=True)
split_data('data/PetImages/Cat/', 'cats-v-dogs/training/cats/', 'cats-v-dogs/testing/cats/', 1.0)
split_data('data/PetImages/Dog/', 'cats-v-dogs/training/dogs/', 'cats-v-dogs/testing/dogs/', 1.0)

gen = ImageDataGenerator(rescale=1. / 255)
train = gen.flow_from_directory('cats-v-dogs/training', target_size=(150, 150), batch_size=10, class_mode='binary')
model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.MaxPooling2D(15),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train, epochs=1)
model.save('mymodel.h5')
