"""A split on disk as submissions leave it: found where it is, and told what is amiss."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.outcomes import CheckFailed
from grader.assessment.checks.split_requirements import (
    require_folders,
    require_shuffled,
    require_whole,
)
from grader.assessment.facts import split_folders
from grader.assessment.facts.split_folders import EMPTY, LINK, NO_FILE, Names, Split
from grader.sandbox.plan import Ending, Outcome
from grader.training.record import TrainingRecord
from grader.training.run import Training

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = ("cats", "dogs")
NAMES = Names("cats-v-dogs", {"training": "training", "testing": "testing"})
OTHERS = Names("animals", {"training": "learn", "testing": "exam"})
COUNT = 100


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A source folder a class, with a hundred images and two strays."""
    for name in ("Cat", "Dog"):
        folder = tmp_path / "PetImages" / name
        folder.mkdir(parents=True)
        for number in range(COUNT):
            (folder / f"{number}.jpg").write_text(f"{name} {number}" * (1 + number % 7))
        (folder / "empty.jpg").touch()
        (folder / "Thumbs.db").write_text("previews")
    return tmp_path / "PetImages"


def make(
    root: Path, sources: Path, training: list[str], testing: list[str], names: Names = NAMES
) -> Split:
    """Copy these images of each class, and find the split."""
    for part, files in (("training", training), ("testing", testing)):
        for name, source in (("cats", "Cat"), ("dogs", "Dog")):
            folder = root / names.parts[part] / name
            folder.mkdir(parents=True)
            for file in files:
                (folder / file).write_bytes((sources / source / file).read_bytes())
    found = split_folders.find((root.parent,), CLASSES, names)
    assert found is not None
    return found


def shuffled() -> list[str]:
    names = [f"{number}.jpg" for number in range(COUNT)]
    random.Random(5).shuffle(names)
    return names


def source_contents(sources: Path) -> dict[str, split_folders.Contents]:
    return {
        name: split_folders.contents(sources / folder)
        for name, folder in (("cats", "Cat"), ("dogs", "Dog"))
    }


def refusal(split: Split, sources: Path) -> str:
    with pytest.raises(CheckFailed) as refused:
        judge(split, sources)
    return str(refused.value)


def judge(split: Split, sources: Path) -> None:
    for name, folder in (("cats", "Cat"), ("dogs", "Dog")):
        require_whole(split, name, folder, source_contents(sources))


@pytest.mark.parametrize(("first", "overlaps"), [(60, False), (59, True)])
def test_a_image_in_both_parts_is_an_overlap(
    tmp_path: Path, sources: Path, first: int, *, overlaps: bool
) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:60], names[first:])
    assert split.overlaps is overlaps


def test_a_whole_and_shuffled_split_is_right(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[90:])
    judge(split, sources)
    require_shuffled(split, "cats", sources / "Cat", source_contents(sources)["cats"])


def test_a_image_in_both_parts_is_named(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[89:99])
    assert f"1 of the 10 images in testing/cats are in training/cats too, such as {names[89]}" in (
        refusal(split, sources)
    )


def test_a_test_image_under_another_name_is_found_by_its_bytes(
    tmp_path: Path, sources: Path
) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[90:])
    inner = tmp_path / "cats-v-dogs"
    (inner / "testing/cats" / names[95]).write_bytes(
        (inner / "training/cats" / names[0]).read_bytes()
    )
    split = split_folders.find((tmp_path,), CLASSES, NAMES) or split
    assert f"such as {names[95]}" in refusal(split, sources)


def test_images_that_are_in_neither_part_are_counted(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[93:])
    said = refusal(split, sources)
    assert "3 in neither training nor testing, such as " in said
    assert "copy files[:n] to TRAINING and files[n:] to TESTING" in said


def test_classes_in_each_others_folders_are_named(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[90:])
    swapped = replace(
        split,
        files={part: {"cats": it["dogs"], "dogs": it["cats"]} for part, it in split.files.items()},
    )
    assert "90 of its 90 files are dogs" in refusal(swapped, sources)


@pytest.mark.parametrize("kind", ["listed", "by name", "by number", "by size", "every tenth"])
def test_no_order_that_a_folder_has_is_taken_for_random(
    tmp_path: Path, sources: Path, kind: str
) -> None:
    names = [f"{number}.jpg" for number in range(COUNT)]
    if kind == "listed":
        names = [path.name for path in (sources / "Cat").iterdir() if path.name[0].isdigit()]
    elif kind == "by name":
        names.sort()
    elif kind == "by size":
        names.sort(key=lambda name: ((sources / "Cat" / name).stat().st_size, name))
    testing = names[::10] if kind == "every tenth" else names[90:]
    training = [name for name in names if name not in testing]
    split = make(tmp_path / "cats-v-dogs", sources, training, testing)
    how = "at equal steps" if kind == "every tenth" else "in a row, as the folder lists them"
    with pytest.raises(CheckFailed, match=how):
        require_shuffled(split, "cats", sources / "Cat", source_contents(sources)["cats"])


def test_a_split_under_another_root_is_found(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    make(tmp_path / "a" / "b" / "my split", sources, names[:90], names[90:])
    found = split_folders.find((tmp_path,), CLASSES, NAMES)
    assert found is not None
    assert found.root == tmp_path / "a" / "b" / "my split"


@pytest.mark.parametrize("place", ["data/cats-v-dogs", "data/PetImages/cats-v-dogs"])
def test_a_split_below_data_is_found(tmp_path: Path, sources: Path, place: str) -> None:
    names = shuffled()
    make(tmp_path / place, sources, names[:90], names[90:])
    found = split_folders.find((tmp_path,), CLASSES, NAMES)
    assert found is not None
    assert found.root == tmp_path / place


def test_the_usual_root_comes_before_another(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    make(tmp_path / "a copy", sources, names[:90], names[90:])
    make(tmp_path / "z" / "cats-v-dogs", sources, names[:90], names[90:])
    found = split_folders.find((tmp_path,), CLASSES, NAMES)
    assert found is not None
    assert found.root.name == "cats-v-dogs"


def test_a_split_under_the_names_that_are_asked_for_is_found(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "animals", sources, names[:80], names[80:], OTHERS)
    judge(split, sources)
    assert [len(files) for _, _, files in split.folders()] == [80, 80, 20, 20]
    assert split.place("testing", "dogs") == "exam/dogs"
    assert split_folders.find((tmp_path,), CLASSES, NAMES) is None


def test_what_is_amiss_is_told_by_the_names_that_are_asked_for(
    tmp_path: Path, sources: Path
) -> None:
    names = shuffled()
    split = make(tmp_path / "animals", sources, names[:90], names[89:99], OTHERS)
    message = refusal(split, sources)
    assert "no image in both learn and exam" in message
    assert f"images in exam/cats are in learn/cats too, such as {names[89]}" in message
    assert "files[:n] to learn, files[n:] to exam" in message


def test_folders_that_are_missing_are_named(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "work" / "animals" / "training" / "cats").mkdir(parents=True)
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    places = (tmp_path / "work", "/box/inside", tmp_path / "tmp", "/tmp")
    training = Training(TrainingRecord(), outcome, *places)
    with pytest.raises(CheckFailed) as refused:
        require_folders(training, None, OTHERS)
    message = str(refused.value)
    assert (
        "animals/learn/cats, animals/learn/dogs, animals/exam/cats and animals/exam/dogs" in message
    )
    assert "animals/training/cats/ (0 files)" in message


def test_what_is_no_plain_file_is_told_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "link.jpg").symlink_to("/etc/passwd")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "empty.jpg").touch()
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(2 * 10**9)
    assert split_folders.contents(tmp_path) == {
        "empty.jpg": EMPTY,
        "folder.jpg": NO_FILE,
        "huge.jpg": split_folders.TOO_LARGE,
        "link.jpg": LINK,
        "pipe.jpg": NO_FILE,
    }


def test_a_loop_of_links_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert split_folders.find((tmp_path,), CLASSES, NAMES) is None


def test_a_class_that_was_never_split_is_named(tmp_path: Path, sources: Path) -> None:
    names = shuffled()
    split = make(tmp_path / "cats-v-dogs", sources, names[:90], names[90:])
    files = {part: {**classes, "dogs": {}} for part, classes in split.files.items()}
    said = refusal(replace(split, files=files), sources)
    assert "no file in training/dogs and testing/dogs" in said
    assert "call split_data for PetImages/Dog too" in said


@pytest.mark.parametrize("name", ["1.jpg", "1.JPEG", "1.png"])
def test_copies_are_images_whatever_their_ending(tmp_path: Path, name: str) -> None:
    for folder in ("data/PetImages/Cat", "animals"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/PetImages/Cat" / name).touch()
    assert not split_folders.has_images(tmp_path)
    (tmp_path / "animals" / name).touch()
    assert split_folders.has_images(tmp_path)
