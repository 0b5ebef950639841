"""Which file an address asks for: by the file's name, whatever the host and the way to it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# Each file by the folder of data that it is made from.
FILES = {
    "horse-or-human.zip": "horse-or-human",
    "validation-horse-or-human.zip": "validation-horse-or-human",
    "rps.zip": "rps",
    "rockpaperscissors.zip": "rps",
    "kagglecatsanddogs_3367a.zip": "PetImages",
    "kagglecatsanddogs_5340.zip": "PetImages",
    "cats-and-dogs.zip": "PetImages",
    "cats_and_dogs_filtered.zip": "PetImages",
    "train-images-idx3-ubyte.gz": "fashion-mnist",
    "train-labels-idx1-ubyte.gz": "fashion-mnist",
    "t10k-images-idx3-ubyte.gz": "fashion-mnist",
    "t10k-labels-idx1-ubyte.gz": "fashion-mnist",
}
DIGITS = "mnist.npz"
KEPT_BACK = frozenset({"rps-test-set.zip"})  # What marks a model is shown to nobody.
GARMENTS = re.compile("fashion|tf-keras-datasets", re.IGNORECASE)


def file_of(address: str) -> str:
    """The name of the known file that an address asks for; empty where it is none."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    name = unquote(path).rsplit("/", 1)[-1].lower()
    if name.endswith("-ubyte.gz") and not GARMENTS.search(address):
        return ""  # The digits have files of the same names.
    return name if name in FILES or name in KEPT_BACK or name == DIGITS else ""


def name_in(address: str) -> str:
    """What a download of an address is called where nothing else is said."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        path = ""
    return unquote(path).rsplit("/", 1)[-1] or "index.html"
