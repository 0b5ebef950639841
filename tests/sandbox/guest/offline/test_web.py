"""What Python's own ways to fetch files give in a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sandbox.guest.offline.conftest import Inside

BEGIN = """
import json, os, sys
from sandbox.guest import offline, patching, stub_modules
told = []
source = sys.argv[1].encode()
stub_modules.install(source)
patching.after_import(offline.prepare(source, told.append))
names = {}
exec(source, names)
print(json.dumps([names["result"], [one.refused for one in told]]))
"""
ZIP = "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/horse-or-human.zip"


FETCHED = {
    "urlretrieve": """
from urllib.request import urlretrieve
urlretrieve(ZIP, "x.zip")
""",
    "urlopen": """
import urllib.request
open("x.zip", "wb").write(urllib.request.urlopen(ZIP).read())
""",
    "a request with headers": """
import urllib.request as u
asked = u.Request(ZIP, headers={"User-Agent": "Mozilla"})
with u.urlopen(asked, timeout=9) as answer, open("x.zip", "wb") as file:
    assert answer.getcode() == 200
    file.write(answer.read(int(answer.headers["Content-Length"])))
""",
    "an opener of its own": """
import urllib.request as u
u.install_opener(u.build_opener())
u.urlretrieve(ZIP, "x.zip")
""",
    "requests": """
import requests
open("x.zip", "wb").write(requests.get(ZIP, timeout=9).content)
""",
    "requests, part by part": """
import requests
with requests.get(ZIP, stream=True) as answer, open("x.zip", "wb") as file:
    answer.raise_for_status()
    for part in answer.iter_content(chunk_size=64):
        file.write(part)
""",
    "the package wget": """
import wget
assert wget.download(ZIP, out="x.zip") == "x.zip"
""",
}


@pytest.mark.parametrize("way", FETCHED)
def test_a_known_archive_comes_whole(creatures: Inside, way: str) -> None:
    look = "import zipfile\nresult = sorted(zipfile.ZipFile('x.zip').namelist())"
    names = ["horses/", "horses/h1.png", "horses/h2.png", "humans/", "humans/m.png"]
    assert creatures.says(BEGIN, f"ZIP = {ZIP!r}\n{FETCHED[way]}\n{look}") == [names, [""]]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("import urllib.request as u, urllib.error as e\ncall, kind = u.urlopen, e.URLError", "U"),
        ("import requests as r\ncall, kind = r.get, r.exceptions.RequestException", "C"),
    ],
)
@pytest.mark.parametrize(
    ("address", "reason", "words"),
    [
        ("https://example.org/mine.zip", "unknown", "no internet, and serves horse-or-human.zip"),
        ("https://example.org/rps.zip", "another", "belongs to another problem; this serves horse"),
        ("https://example.org/rps-test-set.zip", "kept back", "its images are held out"),
    ],
)
def test_what_is_not_served_raises_what_code_catches(
    creatures: Inside, code: str, kind: str, address: str, reason: str, words: str
) -> None:
    result, refused = creatures.says(
        BEGIN,
        f"{code}\ntry:\n    call('{address}')\nexcept kind as error:\n"
        "    result = [type(error).__name__, str(error)]",
    )
    assert result[0].startswith(kind)
    assert address in result[1]
    assert words in result[1]
    assert "\n" not in result[1]
    assert refused == [reason]


def test_held_out_images_are_served_to_nobody(inside: Inside) -> None:
    inside.add("rps/rock/a.png", "rps-test-set/rock/b.png")
    code = (
        "import urllib.request as u\ntry:\n    u.urlopen('http://x/rps-test-set.zip')\n"
        "    result = 'served'\nexcept OSError as error:\n    result = 'refused'"
    )
    assert inside.says(BEGIN, code) == ["refused", ["kept back"]]


def test_digits_come_in_the_form_of_mnist_and_leave_the_seed_alone(inside: Inside) -> None:
    code = """
import urllib.request
import numpy
numpy.random.seed(3)
before = numpy.random.get_state()[1].tolist()
urllib.request.urlretrieve("https://x/tensorflow/tf-keras-datasets/mnist.npz", "x.npz")
with numpy.load("x.npz", allow_pickle=False) as found:
    result = {name: [list(found[name].shape), str(found[name].dtype)] for name in found}
assert numpy.random.get_state()[1].tolist() == before
"""
    assert inside.says(BEGIN, code)[0] == {
        "x_train": [[60000, 28, 28], "uint8"],
        "y_train": [[60000], "uint8"],
        "x_test": [[10000, 28, 28], "uint8"],
        "y_test": [[10000], "uint8"],
    }


def test_digits_are_the_same_each_time_and_what_their_labels_say(inside: Inside) -> None:
    code = """
import io
import numpy
from sandbox.guest.offline import digits
digits.COUNTS = (("train", 300), ("test", 60))
drawn = []
for _ in range(2):
    numpy.random.rand(7)
    with io.BytesIO() as file:
        digits.write(file)
        file.seek(0)
        drawn.append(dict(numpy.load(file)))
same = [bool((drawn[0][name] == drawn[1][name]).all()) for name in drawn[0]]
x, y = drawn[0]["x_train"].reshape(300, -1) / 255.0, drawn[0]["y_train"]
asked, wanted = drawn[0]["x_test"].reshape(60, -1) / 255.0, drawn[0]["y_test"]
nearest = ((asked[:, None, :] - x[None, :, :]) ** 2).sum(2).argmin(1)
result = [same, float((y[nearest] == wanted).mean())]
"""
    (same, accuracy), _ = inside.says(BEGIN, code)
    assert same == [True] * 4
    assert accuracy > 0.6


def test_colab_and_notebook_helpers_do_nothing_and_no_harm(inside: Inside) -> None:
    code = """
from google.colab import drive, files
from IPython.display import HTML, Image, clear_output, display
import ipywidgets
drive.mount("drive")
files.download("x")
clear_output(wait=True)
ipywidgets.IntSlider(min=1).observe(print)
result = [files.upload(), os.listdir("drive")]
"""
    (uploaded, drive), _ = inside.says(BEGIN, f"import os\n{code}")
    assert (uploaded, sorted(drive)) == ({}, ["My Drive", "MyDrive"])


def test_a_module_that_no_program_names_has_no_stand_in(inside: Inside) -> None:
    done = inside.run(BEGIN, "import importlib\nimportlib.import_module('ipy' + 'widgets')")
    assert "ModuleNotFoundError" in done.stderr


def test_a_window_that_is_asked_for_is_not_opened(inside: Inside) -> None:
    code = """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
plt.switch_backend("TkAgg")
plt.plot([1, 2])
plt.savefig("x.png")
result = [matplotlib.get_backend().lower(), open("x.png", "rb").read(4).hex()]
"""
    assert inside.says(BEGIN, code)[0] == ["agg", "89504e47"]


def test_old_styles_of_plots_go_by_their_old_names(inside: Inside) -> None:
    code = """
import matplotlib.pyplot as plt
plt.style.use("seaborn-whitegrid")
plt.style.use(["ggplot", "seaborn"])
try:
    plt.style.use("seaborn-nowhere")
except OSError as error:
    result = "seaborn-nowhere" in str(error)
"""
    assert inside.says(BEGIN, code)[0] is True


def test_bars_for_notebooks_are_text(inside: Inside) -> None:
    code = """
import warnings
warnings.simplefilter("ignore")
from tqdm.notebook import tqdm, trange
result = [list(tqdm([1, 2])), list(trange(2))]
"""
    done = inside.run(BEGIN, code)
    assert "[[[1, 2], [0, 1]], []]" in done.stdout
    assert "100%" in done.stderr
