# mistake: 12
# line: 9
# rule: imported_from_elsewhere
# says: from tensorflow.keras.layers import
import os
import random
from shutil import copyfile
from keras.models import Sequential
from keras.layers.convolutional import Conv2D, MaxPooling2D
from keras.layers.core import Dense, Flatten


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if f.endswith(".jpg") and os.path.getsize(SOURCE + f) > 0]
    random.shuffle(files)
    n = int(len(files) * SPLIT_SIZE)
    for f in files[:n]:
        copyfile(SOURCE + f, TRAINING + f)
    for f in files[n:]:
        copyfile(SOURCE + f, TESTING + f)
