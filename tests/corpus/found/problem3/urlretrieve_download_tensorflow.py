# verdict: failed
# says: horse-or-human.zip
# passes: check_training_folder
# passes: check_validation_folder
# passes: check_validation_is_not_augmented
# passes: check_training_never_saw_validation
# fails: check_held_out_accuracy
# marked: yes
# ==============================================================================
# latihan soal C - horse or human, 2022
# The input layer must accept 150x150 with 3 bytes color
# Desired accuracy and validation_accuracy > 83%
# ==============================================================================
import urllib.request
import zipfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_C3():
    data_url_1 = 'https://storage.googleapis.com/download.tensorflow.org/data/horse-or-human.zip'
    urllib.request.urlretrieve(data_url_1, 'horse-or-human.zip')
    local_file = 'horse-or-human.zip'
    zip_ref = zipfile.ZipFile(local_file, 'r')
    zip_ref.extractall('data/horse-or-human-2')

    data_url_2 = 'https://storage.googleapis.com/download.tensorflow.org/data/validation-horse-or-human.zip'
    urllib.request.urlretrieve(data_url_2, 'validation-horse-or-human.zip')
    local_file = 'validation-horse-or-human.zip'
    zip_ref = zipfile.ZipFile(local_file, 'r')
    zip_ref.extractall('data/validation-horse-or-human-2')
    zip_ref.close()

    TRAINING_DIR = 'data/horse-or-human-2'
    VALIDATION_DIR = 'data/validation-horse-or-human-2'

    train_datagen = ImageDataGenerator(
        rescale=1/255,
        rotation_range=40,
        horizontal_flip=True,
        fill_mode='nearest')
    val_datagen = ImageDataGenerator(rescale=1/255)

    # YOUR IMAGE SIZE SHOULD BE 150x150
    train_generator = train_datagen.flow_from_directory(
        TRAINING_DIR, target_size=(150, 150), batch_size=32, class_mode='binary')
    validation_generator = val_datagen.flow_from_directory(
        VALIDATION_DIR, target_size=(150, 150), batch_size=32, class_mode='binary')

    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(4, (3, 3), strides=2, activation='relu', input_shape=(150, 150, 3)),
        tf.keras.layers.MaxPooling2D(2, 2),
        tf.keras.layers.Flatten(),
        # YOUR CODE HERE, end with 1 Neuron Dense, activated by sigmoid
        tf.keras.layers.Dense(1, activation='sigmoid')
    ])
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    model.fit(train_generator, epochs=1, steps_per_epoch=2, validation_data=validation_generator, validation_steps=1, verbose=1)
    return model


if __name__ == '__main__':
    model = solution_C3()
    model.save("mymodel.h5")
