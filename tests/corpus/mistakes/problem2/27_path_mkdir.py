# mistake: 27
# line: 14
# rule: folder_by_mkdir
# says: parents=True
from pathlib import Path

import tensorflow as tf


def make_folders():
    for part in ("training", "testing"):
        for animal in ("cats", "dogs"):
            folder = Path("cats-v-dogs") / part / animal
            folder.mkdir()


make_folders()
