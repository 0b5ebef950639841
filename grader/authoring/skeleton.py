"""The files of a new problem, as texts: the templates of skeleton/ filled in for a data set."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.authoring.sets import Form

TEMPLATES = Path(__file__).parent / "skeleton"
# Whatever still waits for its author holds this word; `practice validate` looks for it.
MARK = "TODO"
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SOLUTIONS = {
    "solution.py": "solution.py",
    "wrong.toml": "wrong.toml",
    "alternative/functional_and_scaled_inside.py": "functional_and_scaled_inside.py",
}
# Far below what the skeleton's own solution reaches, and above chance.
THRESHOLDS = {2: 0.6, 3: 0.5}
THRESHOLD = 0.5
STEP = 0.05
CLEANING = """\
    # Files without bytes are no pictures; what is removed is this training's own copy.
    for path in Path("data/{folder}").rglob("*.jpg"):
        if not path.stat().st_size:
            path.unlink()
"""
OWN_DATA = "\n[training]\nown_data = true  # The files without bytes may be removed.\n"


def files(problem_id: str, title: str, form: Form) -> dict[str, str]:
    """All files of a new problem: path in the checkout -> text."""
    values = _values(problem_id, title, form)
    found = {
        f"problems/{problem_id}/{name}": _filled(name, values)
        for name in ("problem.toml", "statement.md", "stub.py", "hints.md")
    }
    kind = "arrays" if form.is_array else "folders"
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
    names = sorted(set(re.findall(r"\brequire_\w+", body)))
    lines = ["from grader.assessment.checks.outcomes import fail"] if "fail(" in body else []
    lines += ["from grader.assessment.checks.requirements import ("]
    lines += [*(f"    {name}," for name in names), ")", ""]
    return _filled("checks.py", {**values, **parts, "imports": "\n".join(lines)})


def _values(problem_id: str, title: str, form: Form) -> dict[str, str]:
    """What the templates' names stand for."""
    threshold = THRESHOLDS.get(form.classes, THRESHOLD)
    tiers = (threshold + STEP * step for step in (-2, -1, 0, 1, 2))
    size = f"({form.size}, {form.size}{'' if form.is_array else ', 3'})"
    return {
        "id": problem_id,
        "number": problem_id.removeprefix("problem"),
        "title": title,
        # What JSON calls a string is one in TOML too.
        "quoted_title": json.dumps(title, ensure_ascii=False),
        "dataset": form.name,
        "module": form.name.replace("-", "_"),
        "size": str(form.size),
        "shape": f"`{size}`",
        "input": size,
        "folder": form.training,
        "last": str(form.classes - 1),
        "threshold": f"{threshold:.2f}",
        "tiers": ", ".join(f"{tier:.2f}" for tier in tiers),
        "training": OWN_DATA if form.has_empty_files else "",
        "clean": CLEANING.format(folder=form.training) if form.has_empty_files else "",
        "path_import": "from pathlib import Path\n\n" if form.has_empty_files else "",
        "validation": f'validation_data=load("data/{form.validation}"), ' * bool(form.validation),
        **_output(form),
        **_images(form),
    }


def _output(form: Form) -> dict[str, str]:
    """What depends on the number of classes: two need one output, more need one each."""
    words = NUMBERS[form.classes] if form.classes < len(NUMBERS) else str(form.classes)
    common = {"classes": str(form.classes), "words": words}
    group = ['"3.1", "3.7"'] if not form.is_array else []
    if form.classes == 2:  # noqa: PLR2004
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
        "units": str(form.classes),
        "activation": "softmax",
        "label_mode": "int",
        "loss": "sparse_categorical_crossentropy",
        "loss_class": "SparseCategoricalCrossentropy",
        "output": f"{words} numbers that sum to one",
        "says": f"{words} probabilities that sum to one",
        "skills": ", ".join(['"1.5", "1.6", "2.2", "2.3", "2.5", "2.7", "2.12"', *group]),
    }


def _images(form: Form) -> dict[str, str]:
    """Where the pictures are, in the words of statement and stub."""
    module = form.name.replace("-", "_")
    listing = [f"    data/{place}/".ljust(50) + f"{count:,} files" for place, count in form.counts]
    remark = " Some files hold no bytes and are no pictures." if form.has_empty_files else ""
    values = {
        "classes": str(form.classes),
        "size": str(form.size),
        "last": str(form.classes - 1),
        "module": module,
        "dataset": form.name,
        "listing": "\n".join(listing),
        "remark": remark,
    }
    if form.is_array:
        return {
            "data": _filled("arrays/data.md", values).strip(),
            "pictures": f"tf.keras.datasets.{module}.load_data() works without internet.",
            "stub_line": f"{module} = tf.keras.datasets.{module}",
        }
    return {
        "data": _filled("folders/data.md", values).strip(),
        "pictures": f"data/{form.training}, a folder a class.{remark}",
        "stub_line": f'PICTURES = "data/{form.training}"',
    }
