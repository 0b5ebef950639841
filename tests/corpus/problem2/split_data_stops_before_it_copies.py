# verdict: crashed
# fault-line: 18
# says: your file stopped at line 18 before this point
# says: put int(...) around the index
import os
import random
from shutil import copyfile

import tensorflow as tf

for part in ("training", "testing"):
    for name in ("cats", "dogs"):
        os.makedirs(f"cats-v-dogs/{part}/{name}")


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    names = [name for name in os.listdir(SOURCE) if os.path.getsize(SOURCE + name)]
    random.sample(names, len(names))[: len(names) * SPLIT_SIZE]

split_data("data/PetImages/Cat/", "cats-v-dogs/training/cats/", "cats-v-dogs/testing/cats/", 0.9)
