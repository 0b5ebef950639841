"""A copy is the same image as the one it was made of; one of the same number need not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.facts.overlap import shared_images
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import Loader, TrainingRecord
from grader.training.run import Training

if TYPE_CHECKING:
    from pathlib import Path

# What each file holds; what lies in data/ is mounted, and not on the box's disk.
ON_DISK = {
    "training/cats/0.jpg": "tabby",
    "training/cats/1.jpg": "ginger",
    "testing/cats/0.jpg": "black",
    "testing/cats/1.jpg": "ginger",
    "testing/dogs/0.jpg": "tabby",
}


@pytest.fixture
def training(tmp_path: Path) -> Training:
    for name, text in ON_DISK.items():
        place = tmp_path / "work" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    work, tmp = tmp_path / "work", tmp_path / "tmp"
    return Training(TrainingRecord(), outcome, work, "/box/inside", tmp, "/tmp")


def loader(*files: str) -> Loader:
    places = tuple(f"/box/inside/{file}" for file in files)
    return Loader(1, "set", 3, "", {}, len(files), (), "binary", "", None, (), files=places)


def test_the_same_file_is_the_same_image(training: Training) -> None:
    both = loader("data/cats/7.jpg", "data/cats/8.jpg"), loader("data/cats/8.jpg")
    assert shared_images(training, *both) == ["cats/8.jpg"]


def test_a_copy_is_the_same_image(training: Training) -> None:
    both = loader("training/cats/1.jpg"), loader("testing/cats/1.jpg")
    assert shared_images(training, *both) == ["cats/1.jpg"]


def test_another_image_of_the_same_number_is_not(training: Training) -> None:
    both = loader("training/cats/0.jpg"), loader("testing/cats/0.jpg", "testing/dogs/0.jpg")
    assert shared_images(training, *both) == []


def test_a_name_tells_where_a_file_is_not_on_the_disk_any_more(training: Training) -> None:
    both = loader("data/cats/0.jpg"), loader("testing/cats/0.jpg", "testing/dogs/0.jpg")
    assert shared_images(training, *both) == ["cats/0.jpg"]
