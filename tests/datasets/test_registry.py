"""How the registry finds data sets, and what it says of a spec that is invalid."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import grader.datasets
from grader.datasets import registry
from grader.datasets.spec import Arrays, ImageFolders
from grader.errors import UsageError
from grader.progress import silent
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDERS = """
from grader.datasets.spec import DatasetSpec, ImageFolders
SPEC = DatasetSpec(
    name="found-here",
    classes=("a", "b"),
    form=ImageFolders("spots", "more-spots"),
    counts={"spots": 0, "spots/a": 2, "spots/b": 2, "more-spots/a": 1, "more-spots/b": 1},
    held_out={"sample": (1, 1)},
)
"""
ARRAYS = """
from grader.datasets.spec import Archive, ArchivePart, Arrays, DatasetSpec, ServedFile
SPEC = DatasetSpec(
    name="found-here",
    classes=("a", "b"),
    form=Arrays("dots", (4, 4), "idx", keras="dots", keras_cache="dots"),
    counts={"dots": 4},
    held_out={"sample": (1, 1), "real": (2, 2)},
    archives=(Archive("dots.gz", ("http://127.0.0.1/",), 9, "0" * 64),),
    versions={"sample": 1, "real": 2},
    served=(ServedFile("dots.zip", (ArchivePart("dots", "dots", "{number}.gz"),)),),
    withheld=("test.zip",),
)
"""
SAMPLE = """
def draw(folder, progress, seed):
    (folder / "seed.txt").write_text(str(seed), encoding="utf-8")
"""


def write(folder: Path, spec: str, name: str = "found_here") -> Path:
    place = folder / name
    place.mkdir(parents=True)
    (place / "spec.py").write_text(spec, encoding="utf-8")
    (place / "sample.py").write_text(SAMPLE, encoding="utf-8")
    return place / "spec.py"


def test_each_folder_of_the_kit_with_a_spec_is_a_data_set() -> None:
    folders = {path.parent.name for path in (ROOT / "grader" / "datasets").glob("*/spec.py")}
    assert len(registry.specs()) == len(folders)
    assert list(registry.specs()) == ["cats-and-dogs", "fashion-mnist", "horse-or-human", "rps"]


def test_a_folder_on_the_path_is_a_data_set(
    add_data_sets: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / "sets", FOLDERS)
    add_data_sets(tmp_path / "sets")
    spec = registry.spec("found-here")
    assert spec.form == ImageFolders("spots", "more-spots")
    assert spec.kinds == ("sample",)
    registry.draw("found-here", tmp_path, silent)
    assert (tmp_path / "seed.txt").read_text(encoding="utf-8") == "1"


def test_a_data_set_with_archives_has_official_data(
    add_data_sets: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path, ARRAYS)
    add_data_sets(tmp_path)
    spec = registry.spec("found-here")
    assert isinstance(spec.form, Arrays)
    assert spec.kinds == ("sample", "real")
    assert [archive.urls for archive in spec.archives] == [("http://127.0.0.1/dots.gz",)]


@pytest.mark.parametrize(
    ("spec", "old", "new", "key"),
    [
        (FOLDERS, '"found-here"', '"Found here"', "name"),
        (FOLDERS, '("a", "b")', '("b", "a")', "classes"),
        (FOLDERS, '("a", "b")', '("a", "a")', "classes"),
        (FOLDERS, '"spots/b": 2, ', "", "counts"),
        (FOLDERS, '"spots": 0, ', '"spots": 0, "other": 1, ', "counts"),
        (FOLDERS, '"spots/b": 2', '"spots/b": -2', "counts['spots/b']"),
        (FOLDERS, '"spots": 0', '"../spots": 0', "counts['../spots']"),
        (FOLDERS, '{"sample": (1, 1)}', "{}", "held_out"),
        (FOLDERS, "(1, 1)", "(1,)", "held_out['sample']"),
        (FOLDERS, "(1, 1)", "(1, 0)", "held_out['sample']"),
        (ARRAYS, '"real": (2, 2)', '"really": (2, 2)', "held_out"),
        (ARRAYS, '"idx"', '"csv"', "form.file_format"),
        (ARRAYS, "(4, 4)", "(4, 0)", "form.shape"),
        (ARRAYS, 'keras="dots", ', "", "form.keras_cache"),
        (ARRAYS, '"0" * 64', '"0" * 63', "archives['dots.gz']"),
        (ARRAYS, '"real": 2', '"real": 0', "versions['real']"),
        (ARRAYS, '"dots.zip"', '"Dots.zip"', "served['Dots.zip']"),
        (ARRAYS, 'ArchivePart("dots"', 'ArchivePart("spots"', "served['dots.zip']"),
        (ARRAYS, "{number}.gz", "number.gz", "served['dots.zip']"),
        (ARRAYS, '"test.zip"', '"Test.zip"', "withheld['Test.zip']"),
    ],
)
def test_an_invalid_field_is_named_with_its_file(
    add_data_sets: Callable[[Path], None], tmp_path: Path, spec: str, old: str, new: str, key: str
) -> None:
    assert old in spec
    path = write(tmp_path, spec.replace(old, new, 1))
    add_data_sets(tmp_path)
    with pytest.raises(UsageError, match=f"^{re.escape(f'{path}: {key}: ')}"):
        registry.specs()


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (FOLDERS.replace('    held_out={"sample": (1, 1)},\n', ""), "'held_out'"),
        (FOLDERS.replace("held_out", "heldout"), "'heldout'"),
        (FOLDERS.replace("SPEC", "SPECS"), "'SPEC'"),
        ("SPEC = 1", "SPEC is not a DatasetSpec"),
        ("SPEC = (", "was never closed"),
        ("import nothing_of_this_name", "nothing_of_this_name"),
        (FOLDERS.replace("found-here", "rps"), "name: another data set is called 'rps'"),
        (FOLDERS.replace('spots"', 'rps"').replace("spots/", "rps/"), "'rps' is a folder of rps"),
    ],
)
def test_a_broken_spec_is_one_line_that_names_the_file(
    add_data_sets: Callable[[Path], None], tmp_path: Path, spec: str, words: str
) -> None:
    path = write(tmp_path, spec)
    add_data_sets(tmp_path)
    with pytest.raises(UsageError) as caught:
        registry.specs()
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)


def test_no_data_set_imports_another() -> None:
    folders = [path.parent for path in (ROOT / "grader" / "datasets").glob("*/spec.py")]
    for folder in folders:
        text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
        used = set(re.findall(rf"{grader.datasets.__name__}\.(\w+)", text))
        assert used & {other.name for other in folders} <= {folder.name}


def test_specs_are_read_without_numpy() -> None:
    code = "import sys\nfrom grader.datasets import registry\nregistry.specs()\n"
    code += "print([name for name in ('numpy', 'PIL') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
