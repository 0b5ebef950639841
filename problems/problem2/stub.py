# Problem 2: cats and dogs, split by hand
#
# Split the images in data/PetImages, then train a classifier for cats and dogs.
#
#   * Create {{ split.folder }}/{{ split.training_folder }}/cats, {{ split.folder }}/{{ split.training_folder }}/dogs,
#     {{ split.folder }}/{{ split.testing_folder }}/cats and {{ split.folder }}/{{ split.testing_folder }}/dogs.
#   * split_data copies a random share of SPLIT_SIZE of the images in SOURCE to TRAINING and all
#     the others to TESTING. It skips empty files, and names that do not end in .jpg, before
#     it counts. SPLIT_SIZE {{ split.size }} gives {{ split.training_each|grouped }} and {{ split.testing_each|grouped }} images per class.
#   * Read both parts at 150x150 pixels in batches of 10; scale the pixels from 0-255 to 0-1.
#   * At least three convolutions; input (150, 150, 3); one output with a sigmoid:
#     0 is a cat, 1 a dog. Train on {{ split.training_folder }}, validate on {{ split.testing_folder }}.
#   * Return the trained model: the last lines of this file save it as mymodel.h5.
#
# The complete task: practice show {{ which }}

import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    # YOUR CODE HERE
    pass


def solution_model():
    CATS = "data/PetImages/Cat/"
    DOGS = "data/PetImages/Dog/"

    # YOUR CODE HERE


# Do not change the lines below: they save the model that solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
