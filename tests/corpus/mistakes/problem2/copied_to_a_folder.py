# mistake: copyfile to a folder
# line: 19
# rule: copies_to_a_folder
# check: check_split_data_alone
# says: os.path.join(TRAINING, name)
# says: copyfile(path, os.path.join(folder, name))
import os
import random
from shutil import copyfile

import tensorflow as tf


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE) if os.path.getsize(SOURCE + f) > 0 and f.endswith('.jpg')]
    files = random.sample(files, len(files))
    cut = int(len(files) * SPLIT_SIZE)
    for f in files[:cut]:
        copyfile(SOURCE + f, TRAINING)
    for f in files[cut:]:
        copyfile(SOURCE + f, TESTING)


for part in ('training', 'testing'):
    for animal in ('cats', 'dogs'):
        os.makedirs(f'cats-v-dogs/{part}/{animal}', exist_ok=True)
split_data('data/PetImages/Cat/', 'cats-v-dogs/training/cats/', 'cats-v-dogs/testing/cats/', 0.9)
split_data('data/PetImages/Dog/', 'cats-v-dogs/training/dogs/', 'cats-v-dogs/testing/dogs/', 0.9)
