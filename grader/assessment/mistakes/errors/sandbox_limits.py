"""Errors that only the sandbox causes: no internet, no keyboard, less memory."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.assessment.facts.ast_utils import assigned, at_line, name_of
from grader.assessment.mistakes.errors.error_message import own_line
from grader.datasets import registry
from grader.sandbox.paths import SANDBOX

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Asked, Raised

TOOK_ALL_MEMORY = ("MemoryError", "ResourceExhaustedError")
NO_NETWORK = ("URLError", "ConnectionError", "ConnectionRefusedError", "gaierror")
FETCH = "URL fetch failure"
MISSING = re.compile(r"No module named '(\w+)")
# Packages that course code imports besides TensorFlow: import name to package name.
PACKAGES = {
    "cv2": "opencv-python-headless",
    "pandas": "pandas",
    "pydot": "pydot",
    "seaborn": "seaborn",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "splitfolders": "split-folders",
    "tensorflow_hub": "tensorflow-hub",
}
FETCHING = frozenset({"tensorflow_datasets", "kaggle", "kagglehub", "gdown", "opendatasets"})
# Folders of Colab, Kaggle and Coursera, and folders on other people's machines.
SERVICES = re.compile(r"['\"](/(?:content|kaggle|tmp2|tmp)\b)")
HOMES = re.compile(
    r"['\"](/home/(?!learner)|/(?:Users|root|mnt|media|content/g?drive|kaggle/input)/|[A-Z]:)"
)
DEVICES = ("list_physical_devices", "list_logical_devices")
TOOLS = re.compile(r"\b(?:kaggle (?:datasets|competitions) download|git clone|gdown)\b")
COMMAND = re.compile(r"\b(?:system|getoutput|run_cell_magic|run|call|check_call|Popen)\(")
OWN_DATA = "the data is in data/ beside your file"
KERAS_FOLDER = "/.keras/datasets/"
NO_FILE = ("FileNotFoundError", "NotADirectoryError", "PermissionError")
NO_FOLDER = re.compile(r"[Cc]ould not find directory '?([^\s';]+)|: '([^']+)'")
# Names of the files of keras.applications: inception_v3_weights_tf_dim_ordering_…
PRETRAINED = re.compile(r"[\w.-]*_weights_tf_[\w.-]*\.h5|[\w.-]+_notop\.h5")
REFUSED = {
    "kept back": "these images are held out to score your model: validate on a part of the "
    "training images",
    "another": "load the data of this problem from data/ beside your file",
}


def took_all_memory(_evidence: Evidence, raised: Raised) -> str:
    """Match an allocation above the memory limit."""
    if raised.type not in TOOK_ALL_MEMORY:
        return ""
    return "not enough memory: use a smaller batch_size or model"


def package_is_missing(_evidence: Evidence, raised: Raised) -> str:
    """Match an import of a package that the sandbox lacks."""
    if raised.type != "ModuleNotFoundError":
        return ""
    found = MISSING.search(raised.message)
    name = found[1] if found else ""
    if name in FETCHING:
        return "the sandbox has no internet: load the images from data/ beside your file"
    has = "the sandbox has TensorFlow, NumPy, SciPy, Pillow and matplotlib, and no internet"
    if name not in PACKAGES:
        return has
    return f"{has}; run `uv pip install {PACKAGES[name]}` in the kit's folder to add it"


def asks_the_internet(evidence: Evidence, raised: Raised) -> str:
    """Match a download that failed."""
    if {raised.type, *raised.bases}.isdisjoint(NO_NETWORK) and FETCH not in raised.message:
        return ""
    asked = [one for one in _refused(evidence) if one.address in raised.message]
    return (REFUSED.get(asked[-1].refused, "") if asked else "") or (
        "the sandbox has no internet: load the data from data/ beside your file, "
        "and use weights=None instead of pretrained weights"
    )


def download_was_refused(evidence: Evidence, raised: Raised) -> str:
    """Match a missing file that a refused download should have written."""
    if raised.type not in NO_FILE:
        return ""
    for one in _refused(evidence):
        stem = PurePosixPath(urlsplit(one.address).path).stem
        if stem and stem in raised.message:
            why = REFUSED.get(one.refused, OWN_DATA)
            return f"{one.address} is not served in the sandbox: {why}"
    return ""


def fetched_by_another_tool(evidence: Evidence, raised: Raised) -> str:
    """Match a missing file that `kaggle`, `git` or `gdown` should have downloaded."""
    if raised.type not in NO_FILE:
        return ""
    lines = evidence.submission.program.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines[: own_line(raised)], 1):
        found = TOOLS.search(line)
        if found and COMMAND.search(line) and not line.lstrip().startswith("#"):
            place = evidence.place(number)
            return (
                f"`{found[0]}` in {place} failed, because the sandbox has no internet: {OWN_DATA}"
            )
    return ""


def get_file_unpacks_elsewhere(evidence: Evidence, raised: Raised) -> str:
    """Match a read of the folder where Keras 2 would have unpacked an archive."""
    asks = "get_file" in evidence.submission.text and KERAS_FOLDER in raised.message
    if raised.type not in NO_FILE or not asks or evidence.record.keras.startswith("2."):
        return ""
    return "get_file(..., extract=True) returns the folder that it unpacked to: use that path"


def weights_are_not_served(_evidence: Evidence, raised: Raised) -> str:
    """Match a load of pretrained weights from a file that is not served."""
    found = PRETRAINED.search(raised.message)
    if found is None or {raised.type, *raised.bases}.isdisjoint({*NO_FILE, "OSError"}):
        return ""
    return (
        f"{found[0]} is not served: the sandbox has no internet and no pretrained weights; "
        "train your own Conv2D and MaxPooling2D layers"
    )


def folder_is_unpacked_elsewhere(evidence: Evidence, raised: Raised) -> str:
    """Match a folder of the data set at a path where another machine unpacked it."""
    found = None if HOMES.search(raised.message) else NO_FOLDER.search(raised.message)
    if found is None or {raised.type, *raised.bases}.isdisjoint({*NO_FILE, "NotFoundError"}):
        return ""
    path = PurePosixPath(evidence.training.shown(found[1] or found[2]))
    for name in sorted(_withheld_folders().intersection(path.parts)):
        return f"{name} is not served: {REFUSED['kept back']}"
    visible = evidence.dataset.visible
    for folder in sorted(visible.iterdir()) if visible.is_dir() else ():
        if folder.name not in path.parts or path.parts[0] == "data":
            continue
        below = path.parts[path.parts.index(folder.name) + 1 :]
        if folder.joinpath(*below).exists():
            return f"write '{PurePosixPath('data', folder.name, *below)}' instead of '{path}'"
    return ""


def _withheld_folders() -> set[str]:
    """Return the folders that archives of held-out images unpack to."""
    specs = registry.specs().values()
    return {PurePosixPath(name).stem for spec in specs for name in spec.withheld}


def path_is_of_another_machine(evidence: Evidence, raised: Raised) -> str:
    """Match a path of another machine, which the sandbox does not have."""
    own = f"{SANDBOX}/" in raised.message  # The sandbox's own folders.
    if own or {raised.type, *raised.bases}.isdisjoint({*NO_FILE, "OSError"}):
        return ""
    home, service = HOMES.search(raised.message), SERVICES.search(raised.message)
    if home:
        return f"{home[1]} is a path of another machine: {OWN_DATA}"
    if service and evidence.training.sandbox_tmp != "/tmp":  # noqa: S108  (not of a basic sandbox)
        return (
            f"the basic sandbox has no {service[1]}: install bubblewrap, "
            "or use paths relative to your file's folder"
        )
    return ""


def _refused(evidence: Evidence) -> list[Asked]:
    return [one for one in evidence.record.asked if one.refused]


def there_is_no_gpu(evidence: Evidence, raised: Raised) -> str:
    """Match tf.config.list_physical_devices('GPU')[0]."""
    if raised.type != "IndexError":
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        taken = node.value if isinstance(node, ast.Subscript) else None
        given = assigned(evidence.tree, taken.id) if isinstance(taken, ast.Name) else [taken]
        if any(isinstance(each, ast.Call) and name_of(each.func) in DEVICES for each in given):
            return "the sandbox has no GPU: remove this line"
    return ""


def asks_the_keyboard(_evidence: Evidence, raised: Raised) -> str:
    """Match input()."""
    if raised.type != "EOFError":
        return ""
    return "the sandbox has no keyboard: remove input()"


RULES = (
    took_all_memory,
    package_is_missing,
    asks_the_internet,
    download_was_refused,
    get_file_unpacks_elsewhere,
    weights_are_not_served,
    folder_is_unpacked_elsewhere,
    path_is_of_another_machine,
    fetched_by_another_tool,
    there_is_no_gpu,
    asks_the_keyboard,
)
