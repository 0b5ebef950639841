"""What a training sandbox gets of a data set in its home."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from grader.datasets import registry
from grader.datasets.spec import Arrays
from grader.training import offline_data

VISIBLE = Path("/data/visible")


def test_image_folders_are_mounted_where_downloads_are_made_of_them() -> None:
    assert list(offline_data.home_mounts(registry.spec("horse-or-human"), VISIBLE)) == [
        (VISIBLE / "horse-or-human", ".practice/data/horse-or-human"),
        (VISIBLE / "validation-horse-or-human", ".practice/data/validation-horse-or-human"),
    ]


def test_a_folder_that_keras_caches_is_mounted_in_its_cache() -> None:
    assert list(offline_data.home_mounts(registry.spec("fashion-mnist"), VISIBLE)) == [
        (VISIBLE / "fashion-mnist", ".keras/datasets/fashion-mnist")
    ]


def test_a_file_that_keras_caches_is_mounted_beside_the_folder() -> None:
    spec = registry.spec("fashion-mnist")
    form = Arrays("digits", (8, 8), "npz", keras="mnist", keras_cache="mnist.npz")
    digits = dataclasses.replace(spec, form=form, counts={"digits": 1}, served=())
    assert list(offline_data.home_mounts(digits, VISIBLE)) == [
        (VISIBLE / "digits", ".practice/data/digits"),
        (VISIBLE / "digits" / "digits.npz", ".keras/datasets/mnist.npz"),
    ]


def test_the_description_of_downloads_covers_all_data_sets() -> None:
    specs = registry.specs().values()
    found = json.loads(offline_data.catalogue(specs))
    assert found["places"].keys() == {name for spec in specs for name in spec.form.folders}
    assert found["places"]["fashion-mnist"] == ".keras/datasets/fashion-mnist"
    assert [file["name"] for file in found["files"]] == [
        file.name for spec in specs for file in spec.served
    ]
    assert found["withheld"] == ["rps-test-set.zip"]
