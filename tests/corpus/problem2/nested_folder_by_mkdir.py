# verdict: crashed
# fails: check_split_data_alone
# says: FileNotFoundError
# says: os.makedirs
# fault-line: 8
import os

os.mkdir("cats-v-dogs/training/cats")
