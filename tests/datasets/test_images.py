"""The images that a saved model predicts, from folders that the tests make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.datasets import image_sets
from grader.datasets.layout import DataSet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def set_of(folder: Path, name: str, visible: Mapping[str, bytes]) -> DataSet:
    for path, raw in visible.items():
        (folder / "visible" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "visible" / path).write_bytes(raw)
    return DataSet(name, "sample", folder)


def test_files_that_are_not_images_are_left_out(tmp_path: Path) -> None:
    good = ("Cat/0.jpg", "Cat/10.JPG", "Dog/1.jpeg", "Dog/2.png")
    listed = {f"PetImages/{path}": b"x" for path in (*good, "Cat/Thumbs.db", "Dog/Thumbs.db")}
    dataset = set_of(tmp_path, "cats-and-dogs", {**listed, "PetImages/Cat/666.jpg": b""})
    found = image_sets.training_sample(dataset, tmp_path / "scratch")
    assert found.root == tmp_path / "visible" / "PetImages"
    assert found.files == good
    assert found.labels == (0, 0, 1, 1)


def test_classes_are_labelled_by_the_alphabet(tmp_path: Path) -> None:
    classes = ("scissors", "paper", "rock")
    dataset = set_of(tmp_path, "rps", {f"rps/{name}/a.png": b"x" for name in classes})
    found = image_sets.training_sample(dataset, tmp_path / "scratch")
    assert found.files == ("paper/a.png", "rock/a.png", "scissors/a.png")
    assert found.labels == (0, 1, 2)


def test_labels_follow_the_order_of_classes_that_is_asked_for(tmp_path: Path) -> None:
    classes = ("paper", "rock", "scissors")
    dataset = set_of(tmp_path, "rps", {f"rps/{name}/a.png": b"x" for name in classes})
    found = image_sets.training_sample(dataset, tmp_path / "scratch")
    assert image_sets.reordered(found, classes, classes) == found
    other = image_sets.reordered(found, classes, ("scissors", "paper", "rock"))
    assert other.files == ("paper/a.png", "rock/a.png", "scissors/a.png")
    assert other.labels == (1, 2, 0)


def test_a_class_of_many_images_is_sampled_evenly(tmp_path: Path) -> None:
    listed = {f"rps/{name}/{n:03}.png": b"x" for name in ("paper", "rock") for n in range(840)}
    found = image_sets.training_sample(set_of(tmp_path, "rps", listed), tmp_path / "scratch")
    assert found.files == tuple(
        f"{name}/{n:03}.png" for name in ("paper", "rock") for n in range(0, 64 * 13, 13)
    )


@pytest.mark.parametrize("name", ["cats-and-dogs", "rps", "fashion-mnist"])
def test_some_sets_have_no_validation_images(tmp_path: Path, name: str) -> None:
    assert image_sets.validation(DataSet(name, "sample", tmp_path)) is None


def test_validation_images_are_all_taken(tmp_path: Path) -> None:
    below = "validation-horse-or-human"
    listed = {f"{below}/{name}/{n}.png": b"x" for name in ("horses", "humans") for n in range(99)}
    found = image_sets.validation(set_of(tmp_path, "horse-or-human", listed))
    assert found is not None
    assert found.root == tmp_path / "visible" / below
    assert found.labels == (0,) * 99 + (1,) * 99
