# verdict: not attempted
# =======================================================================================
# PROBLEM C3
#
# Build a CNN based classifier for Horse or Human dataset.
# Your input layer should accept 150x150 with 3 bytes color as the input shape.
# This is unlabeled data, use ImageDataGenerator to automatically label it.
#
# Desired accuracy and validation_accuracy > 83%
# ========================================================================================

import tensorflow as tf
import urllib.request
import zipfile
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_C3():
    data_url_1 = 'https://storage.googleapis.com/download.tensorflow.org/data/horse-or-human.zip'
    urllib.request.urlretrieve(data_url_1, 'horse-or-human.zip')
    zip_ref = zipfile.ZipFile('horse-or-human.zip', 'r')
    zip_ref.extractall('data/horse-or-human-2')
    zip_ref.close()

    TRAINING_DIR = 'data/horse-or-human-2'
    train_datagen = ImageDataGenerator(
        rescale=1 / 255)
        # YOUR CODE HERE

    # YOUR IMAGE SIZE SHOULD BE 150x150
    train_generator = None  # YOUR CODE HERE

    model = tf.keras.models.Sequential([
        # YOUR CODE HERE, end with 1 Neuron Dense, activated by sigmoid
    ])

    return model


# The code below is to save your model as a .h5 file.
# It will be saved automatically in your Submission folder.
if __name__ == '__main__':
    # DO NOT CHANGE THIS CODE
    model = solution_C3()
    model.save("model_C3.h5")
