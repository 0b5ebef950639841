"""Course code as it stands, run by the command in a box without internet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.submission.books import write

if TYPE_CHECKING:
    from tests.conftest import Practice

pytestmark = pytest.mark.usefixtures("closed_sandbox")

DOWNLOAD = r"""
!pip install -q wget
!wget --no-check-certificate \
    https://storage.googleapis.com/laurencemoroney-blog.appspot.com/horse-or-human.zip \
    -O /tmp/horse-or-human.zip
!wget -q https://storage.googleapis.com/learning-datasets/validation-horse-or-human.zip
"""
UNPACK = """
import os, zipfile
zipfile.ZipFile('/tmp/horse-or-human.zip').extractall('/tmp/horse-or-human')
!unzip -q /content/validation-horse-or-human.zip -d /content/validation
%cd /content
"""
UPLOAD = """
from google.colab import files
uploaded = files.upload()
for name in uploaded.keys():
    print(name)
"""
LOOK = """
import json
found = {
    'training': len(os.listdir('/tmp/horse-or-human/horses')),
    'validation': len(os.listdir('validation/humans')),
    'here': sorted(os.listdir('/content/data')),
    'content': os.path.realpath('/content'),
    'top can be written': os.access('/', os.W_OK),
}
with open('/content/found.json', 'w') as file:
    json.dump(found, file)
"""
COURSERA = """
import json, os, shutil, zipfile
from os import getcwd

path_cats_and_dogs = f"{getcwd()}/../tmp2/cats-and-dogs.zip"
shutil.rmtree('/tmp')
os.mkdir('/tmp')
zip_ref = zipfile.ZipFile(path_cats_and_dogs, 'r')
zip_ref.extractall('/tmp')
zip_ref.close()
cats = os.listdir('/tmp/PetImages/Cat/')
empty = [name for name in cats if not os.path.getsize('/tmp/PetImages/Cat/' + name)]
with open("found.json", "w") as file:
    json.dump([len(cats), empty, os.access("/tmp2", os.W_OK)], file)
"""
HANDS = """
import urllib.request, zipfile

base = "https://storage.googleapis.com/download.tensorflow.org/data/"
urllib.request.urlretrieve(base + "rps.zip", "/tmp/rps.zip")
assert len(zipfile.ZipFile("/tmp/rps.zip").namelist()) == 4 + 3 * 840
urllib.request.urlretrieve(base + "rps-test-set.zip", "/tmp/rps-test-set.zip")
"""

HORSES = """
import os, urllib.request, zipfile
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

base = "https://storage.googleapis.com/download.tensorflow.org/data/"
for name in ("horse-or-human", "validation-horse-or-human"):
    urllib.request.urlretrieve(base + name + ".zip", "/content/" + name + ".zip")
    with zipfile.ZipFile("/content/" + name + ".zip", "r") as zip_ref:
        zip_ref.extractall("/content/unpacked/" + name)

def flow(name):
    generator = ImageDataGenerator(rescale=1 / 255)
    folder = "/content/unpacked/" + name
    return generator.flow_from_directory(folder, target_size=(150, 150), class_mode="binary")

model = tf.keras.Sequential([
    tf.keras.layers.Input((150, 150, 3)),
    tf.keras.layers.Conv2D(2, 9, strides=9, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(
    flow("horse-or-human"), epochs=1, validation_data=flow("validation-horse-or-human")
)
plt.plot(history.history["accuracy"])
plt.show()
model.save("/content/mymodel.h5")
"""
GET_FILE = """
import os
import tensorflow as tf

path = tf.keras.utils.get_file(
    "rps.zip",
    origin="https://storage.googleapis.com/download.tensorflow.org/data/rps.zip",
    extract=True,
    file_hash="c2403444395842ad04c53612bad54b574443eae17a0723117a2ff87b9d72194f",
)
digits, _ = tf.keras.datasets.mnist.load_data()
assert digits[0].shape == (60000, 28, 28)
training, validation = tf.keras.utils.image_dataset_from_directory(
    os.path.join(path, "rps"), label_mode="categorical", image_size=(30, 30),
    validation_split=0.2, subset="both", seed=1,
)
model = tf.keras.Sequential([
    tf.keras.layers.Input((30, 30, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(training, epochs=1, validation_data=validation)
model.save("mymodel.h5")
"""


def checked(practice: Practice, problem: str, name: str) -> dict[str, Any]:
    where = ["--data", "sample", "--sandbox", "isolated", "--keep", "kept"]
    return practice.report("check", problem, name, *where)


def found_by(practice: Practice) -> Any:
    return json.loads((practice.folder / "kept" / "found.json").read_text(encoding="utf-8"))


def test_a_notebook_of_colab_downloads_unpacks_and_uploads(practice: Practice) -> None:
    write(practice.folder / "mine.ipynb", DOWNLOAD, UNPACK, UPLOAD, LOOK)
    report = checked(practice, "problem3", "mine.ipynb")
    assert report["fault"]["type"] == "NoModel", report
    assert found_by(practice) == {
        "training": 500,
        "validation": 128,
        "here": ["horse-or-human", "validation-horse-or-human"],
        "content": "/work",
        "top can be written": False,
    }
    said = "horse-or-human.zip, validation-horse-or-human.zip were served from the kit's data"
    assert said in report["notes"]


def test_an_archive_beside_the_folder_outlives_the_removal_of_tmp(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text(COURSERA, encoding="utf-8")
    report = checked(practice, "problem2", "mine.py")
    assert report["fault"]["type"] == "NoModel", report
    count, empty, writable = found_by(practice)
    assert (count, len(empty), writable) == (1502, 1, True)


def test_a_test_set_that_is_kept_back_is_told_so(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text(HANDS, encoding="utf-8")
    report = checked(practice, "problem4", "mine.py")
    assert report["verdict"] == "crashed"
    fault = report["fault"]
    assert (fault["line"], fault["type"]) == (7, "URLError")
    assert "rps-test-set.zip is not served" in fault["message"]
    assert "validate on a part of the training images" in fault["fix"]
    assert "inside" not in " ".join(fault["trace"])


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {check["name"]: check["outcome"] for check in report["checks"]}


@pytest.mark.slow
def test_a_script_of_colab_is_judged_by_what_it_trained_on(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text(HORSES, encoding="utf-8")
    report = checked(practice, "problem3", "mine.py")
    passed = {name for name, outcome in outcomes(report).items() if outcome == "passed"}
    assert {"check_training_folder", "check_validation_folder"} <= passed, report
    assert report["fault"] is None
    assert report["score"] is not None


@pytest.mark.slow
def test_keras_fetches_and_unpacks_whatever_hash_is_asked_for(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text(GET_FILE, encoding="utf-8")
    report = checked(practice, "problem4", "mine.py")
    assert report["fault"] is None, report
    assert report["score"] is not None
    assert "rps.zip was served from the kit's data" in report["notes"]
    assert any("digits drawn by the kit" in note for note in report["notes"])
