# mistake: 27
# line: 12
# rule: folder_by_mkdir
# says: os.makedirs
import os
import random
from shutil import copyfile

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

os.mkdir('cats-v-dogs/training/')
os.mkdir('cats-v-dogs/training/cats/')
os.mkdir('cats-v-dogs/training/dogs/')
