"""The files of a new problem: the templates of `skeleton/`, filled in for a data set."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from grader.datasets.spec import Arrays
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.datasets.spec import DatasetSpec, ImageFolders

TEMPLATES = Path(__file__).parent / "skeleton"
# Marks what the author has to write; `practice validate` reports it.
MARK = "TODO"
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SOLUTIONS = {
    "solution.py": "solution.py",
    "wrong.toml": "wrong.toml",
    "alternative/functional_and_scaled_inside.py": "functional_and_scaled_inside.py",
}
# By number of classes: far below what the skeleton's solution reaches, and above chance.
THRESHOLDS = {2: 0.6, 3: 0.5}
THRESHOLD = 0.5
STEP = 0.05
FOLDER_SIZE = 100  # pixels a side at which images in files are read
GREY = 2  # dimensions of a grey image
CLEANING = """\
    # Files without bytes are not images; this training has a copy of the data.
    for path in Path("data/{folder}").rglob("*.jpg"):
        if not path.stat().st_size:
            path.unlink()
"""
LOAD_WITH_KERAS = """\
    ({x}, {y}), _ = tf.keras.datasets.{module}.load_data()
"""
LOAD_NPZ = """\
    with np.load("{path}") as data:
        {x}, {y} = data["x_train"], data["y_train"]
"""
OWN_DATA = "\n[training]\nown_data = true  # The files without bytes may be removed.\n"


def files(problem_id: str, title: str, spec: DatasetSpec) -> dict[str, str]:
    """Return all files of a new problem: path in the checkout -> text."""
    values = _values(problem_id, title, spec)
    found = {
        f"problems/{problem_id}/{name}": _filled(name, values)
        for name in ("problem.toml", "statement.md", "stub.py", "hints.md")
    }
    kind = "arrays" if isinstance(spec.form, Arrays) else "folders"
    for name, template in SOLUTIONS.items():
        found[f"solutions/{problem_id}/{name}"] = _filled(f"{kind}/{template}", values)
    found[f"problems/{problem_id}/checks.py"] = _checks(values, kind)
    return found


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = (TEMPLATES / f"{name}.in").read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _checks(values: Mapping[str, str], kind: str) -> str:
    output = "one_sigmoid.py" if values["activation"] == "sigmoid" else "probabilities.py"
    parts = {
        "check_input_shape": _filled(f"{kind}/input_shape.py", values),
        "check_output": _filled(output, values),
    }
    body = _filled("checks.py", {**values, **parts, "imports": ""})
    names = ["Images", *sorted(set(re.findall(r"\b(?:require_\w+|fail\b)", body)))]
    lines = ["from grader.assessment.checks.api import (", *(f"    {name}," for name in names)]
    lines += [")", ""]
    return _filled("checks.py", {**values, **parts, "imports": "\n".join(lines)})


def _values(problem_id: str, title: str, spec: DatasetSpec) -> dict[str, str]:
    """Return the values of the templates' names."""
    threshold = THRESHOLDS.get(len(spec.classes), THRESHOLD)
    tiers = (threshold + STEP * step for step in (-2, -1, 0, 1, 2))
    common = {
        "id": problem_id,
        "number": problem_id.removeprefix("problem"),
        "title": title,
        # A JSON string is a TOML string too.
        "quoted_title": json.dumps(title, ensure_ascii=False),
        "dataset": spec.name,
        "last": str(len(spec.classes) - 1),
        "threshold": f"{threshold:.2f}",
        "tiers": ", ".join(f"{tier:.2f}" for tier in tiers),
        **_output(spec),
    }
    if isinstance(spec.form, Arrays):
        return {**common, **_arrays(spec.form, common)}
    return {**common, **_folders(spec, spec.form)}


def _output(spec: DatasetSpec) -> dict[str, str]:
    """Return what depends on the number of classes: two need one output, more need one each."""
    count = len(spec.classes)
    words = NUMBERS[count] if count < len(NUMBERS) else str(count)
    common = {"classes": str(count), "words": words}
    group = [] if isinstance(spec.form, Arrays) else ['"3.1", "3.7"']
    if count == 2:  # noqa: PLR2004
        return {
            **common,
            "units": "1",
            "activation": "sigmoid",
            "label_mode": "binary",
            "loss": "binary_crossentropy",
            "loss_class": "BinaryCrossentropy",
            "output": "one number from 0 to 1",
            "says": "one output from 0 to 1, by a sigmoid",
            "skills": ", ".join(['"1.5", "1.6", "2.2", "2.3", "2.5", "2.6", "2.12"', *group]),
        }
    return {
        **common,
        "units": str(count),
        "activation": "softmax",
        "label_mode": "int",
        "loss": "sparse_categorical_crossentropy",
        "loss_class": "SparseCategoricalCrossentropy",
        "output": f"{words} numbers that sum to one",
        "says": f"{words} probabilities that sum to one",
        "skills": ", ".join(['"1.5", "1.6", "2.2", "2.3", "2.5", "2.7", "2.12"', *group]),
    }


def _arrays(form: Arrays, common: Mapping[str, str]) -> dict[str, str]:
    """Return how a submission loads arrays, and their shape."""
    if len(form.shape) != GREY or len(set(form.shape)) > 1:
        raise UsageError(f"no skeleton for images of shape {form.shape}: only square grey ones")
    size = form.shape[0]
    path = f"data/{form.folder}/{form.folder}.npz"
    loading = LOAD_WITH_KERAS if form.keras else LOAD_NPZ
    names = {"module": form.keras, "path": path}
    found = {
        "size": str(size),
        "shape": f"`({size}, {size})`",
        "input": f"({size}, {size})",
        "folder": form.folder,
        "training": "",
        "numpy_import": "" if form.keras else "import numpy as np\n",
        "load_images": loading.format(x="images", y="labels", **names),
        "load_x": loading.format(x="x", y="y", **names),
        "pictures": f"tf.keras.datasets.{form.keras}.load_data() works without internet."
        if form.keras
        else f"{path}: x_train, y_train, x_test, y_test.",
        "stub_line": f"{form.keras} = tf.keras.datasets.{form.keras}"
        if form.keras
        else f'PICTURES = "{path}"',
    }
    data = "keras.md" if form.keras else "npz.md"
    text = _filled(f"arrays/{data}", {**common, **found, **names}).strip()
    return {**found, "data": text}


def _folders(spec: DatasetSpec, form: ImageFolders) -> dict[str, str]:
    """Return where the image folders are, and how a submission loads them."""
    remark = " Some files are empty and are not images." if form.has_empty_files else ""
    counts = {place: count for place, count in spec.counts.items() if "/" in place}
    listing = [
        f"    data/{place}/".ljust(50) + f"{count:,} files" for place, count in counts.items()
    ]
    shape = f"({FOLDER_SIZE}, {FOLDER_SIZE}, 3)"
    return {
        "size": str(FOLDER_SIZE),
        "shape": f"`{shape}`",
        "input": shape,
        "folder": form.training,
        "training": OWN_DATA if form.has_empty_files else "",
        "clean": CLEANING.format(folder=form.training) if form.has_empty_files else "",
        "path_import": "from pathlib import Path\n\n" if form.has_empty_files else "",
        "validation": f'validation_data=load("data/{form.validation}"), ' * bool(form.validation),
        "data": _filled(
            "folders/data.md", {"listing": "\n".join(listing), "remark": remark}
        ).strip(),
        "pictures": f"data/{form.training}, a folder a class.{remark}",
        "stub_line": f'PICTURES = "data/{form.training}"',
    }
