# mistake: 22
# line: 39
# rule: file_is_no_picture
# says: has no bytes
import os
import random
import shutil

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    names = [n for n in os.listdir(SOURCE) if n.lower().endswith('.jpg')]
    names = random.sample(names, len(names))
    names = sorted(names, key=lambda n: n not in ('666.jpg', '11702.jpg'))[:60]
    n = int(len(names) * SPLIT_SIZE)
    for name in names[:n]:
        shutil.copyfile(os.path.join(SOURCE, name), os.path.join(TRAINING, name))
    for name in names[n:]:
        shutil.copyfile(os.path.join(SOURCE, name), os.path.join(TESTING, name))


def solution_model():
    for animal in ('cats', 'dogs'):
        os.makedirs('cats-v-dogs/training/' + animal, exist_ok=True)
        os.makedirs('cats-v-dogs/testing/' + animal, exist_ok=True)
    split_data('data/PetImages/Cat/', 'cats-v-dogs/training/cats/', 'cats-v-dogs/testing/cats/', 0.9)
    split_data('data/PetImages/Dog/', 'cats-v-dogs/training/dogs/', 'cats-v-dogs/testing/dogs/', 0.9)
    train = tf.keras.utils.image_dataset_from_directory(
        'cats-v-dogs/training', label_mode='binary', image_size=(150, 150), batch_size=10)
    model = tf.keras.Sequential([
        tf.keras.layers.Input((150, 150, 3)),
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.MaxPooling2D(15),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation='sigmoid'),
    ])
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    model.fit(train, epochs=1)
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save('mymodel.h5')
