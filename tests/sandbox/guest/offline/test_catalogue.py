"""The addresses of course code that are known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sandbox.guest.offline.conftest import Inside

ASK = """
import json, os, sys
from sandbox.guest.offline.catalogue import Catalogue
known = Catalogue(os.environ["HOME"])
print(json.dumps({address: known.file_of(address) for address in json.loads(sys.argv[1])}))
"""
GOOGLE = "https://storage.googleapis.com"
MICROSOFT = "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F"
KNOWN = {
    f"{GOOGLE}/download.tensorflow.org/data/horse-or-human.zip": "horse-or-human.zip",
    f"{GOOGLE}/laurencemoroney-blog.appspot.com/validation-horse-or-human.zip": (
        "validation-horse-or-human.zip"
    ),
    "http://storage.googleapis.com/learning-datasets/week2/rps.zip?alt=media#x": "rps.zip",
    f"{GOOGLE}/tensorflow-1-public/course2/week3/rps-test-set.zip": "rps-test-set.zip",
    f"{GOOGLE}/mledu-datasets/cats_and_dogs_filtered.zip": "cats_and_dogs_filtered.zip",
    "https://github.com/dicodingacademy/assets/releases/download/release/rockpaperscissors.zip": (
        "rockpaperscissors.zip"
    ),
    f"{MICROSOFT}/kagglecatsanddogs_3367a.zip": "kagglecatsanddogs_3367a.zip",
    f"{MICROSOFT}/kagglecatsanddogs_5340.zip": "kagglecatsanddogs_5340.zip",
    f"{GOOGLE}/tensorflow/tf-keras-datasets/mnist.npz": "mnist.npz",
    f"{GOOGLE}/tensorflow/tf-keras-datasets/t10k-labels-idx1-ubyte.gz": (
        "t10k-labels-idx1-ubyte.gz"
    ),
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz": (
        "train-images-idx3-ubyte.gz"
    ),
}
UNKNOWN = (
    "https://example.org/horse-or-human.zip/readme.txt",
    "https://example.org/my-rps.zip",
    "http://yann.lecun.com/exdb/mnist/train-images-idx3-ubyte.gz",  # the digits' own
    "https://example.org/",
    "http://[",
    "",
)


def test_a_file_is_known_by_its_name_wherever_it_lies(inside: Inside) -> None:
    assert inside.says(ASK, json.dumps(list(KNOWN))) == KNOWN


def test_what_is_not_known_is_nothing(inside: Inside) -> None:
    assert inside.says(ASK, json.dumps(UNKNOWN)) == dict.fromkeys(UNKNOWN, "")


FETCH = """
import json, os, sys
from sandbox.guest.offline.file_server import NotServed, Server
server = Server(os.environ["HOME"], lambda asked: None)
try:
    with server.open(sys.argv[1]).file as file:
        print(json.dumps(file.read().decode()))
except NotServed as error:
    print(json.dumps(str(error)))
"""
LABELS = "t10k-labels-idx1-ubyte.gz"


def test_a_file_of_the_keras_cache_is_served_as_it_is(inside: Inside) -> None:
    path = inside.home / ".keras" / "datasets" / "fashion-mnist" / LABELS
    path.parent.mkdir(parents=True)
    path.write_bytes(b"labels")
    assert inside.says(FETCH, f"https://x/tf-keras-datasets/{LABELS}") == "labels"


def test_without_its_description_nothing_is_served(inside: Inside) -> None:
    inside.add("rps/rock/a.png")
    (inside.home / ".practice" / "offline.json").unlink()
    assert "serves nothing" in inside.says(FETCH, "https://x/rps.zip")
