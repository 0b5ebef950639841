"""What a split_data did on disk, named at the line that did it; a right one is not named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.mistakes.training import shuffling, splitting
from tests.assessment.mistakes.cases import Case, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.assessment.mistakes.registry import Rule

NAMES = [f"{number}.jpg" for number in range(20)]
HEAD = "def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):\n"
CUT = """
    cut = int(len(files) * SPLIT_SIZE)
    for name in files[:cut]:
        copyfile(SOURCE + name, TRAINING + name)
    for name in files[cut:]:
        copyfile(SOURCE + name, TESTING + name)
"""
GOOD = "    files = [f for f in os.listdir(SOURCE) if f.endswith('.jpg') and getsize(SOURCE + f)]\n"


class Disk:
    """A source of twenty images a class and two strays, and a split of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        for animal in ("Cat", "Dog"):
            for top in (folder / "data" / "visible", self.work / "data"):
                self.fill(top / "PetImages" / animal, [*NAMES, "Thumbs.db", "empty.jpg"], animal)

    def fill(self, folder: Path, names: Iterable[str], animal: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).write_text("" if name == "empty.jpg" else f"{animal} {name}")

    def split(
        self, training: Iterable[str], testing: Iterable[str], *, swapped: bool = False
    ) -> None:
        for animal, source in (("cats", "Cat"), ("dogs", "Dog")):
            held = {"Cat": "Dog", "Dog": "Cat"}[source] if swapped else source
            for part, names in (("training", training), ("testing", testing)):
                self.fill(self.work / "cats-v-dogs" / part / animal, names, held)

    def case(self, text: str) -> Case:
        return Case(text, problem="problem2", folder=self.folder)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


MIXED = [name for number, name in enumerate(NAMES) if number not in {2, 9, 17}]
REST = ["2.jpg", "9.jpg", "17.jpg"]
SHUFFLED = HEAD + GOOD + "    files = random.sample(files, len(files))\n" + CUT
SPLITS: tuple[Rule, ...] = (*splitting.RULES, *shuffling.RULES)


def test_a_right_split_is_not_named(disk: Disk) -> None:
    disk.split(MIXED, REST)
    assert not [found for rule in SPLITS for found in disk.case(SHUFFLED).found(rule)]


def test_a_split_that_is_a_link_out_of_the_sandbox_is_not_looked_at(disk: Disk) -> None:
    disk.split([*MIXED, "Thumbs.db"], REST)
    moved = disk.folder / "elsewhere"
    (disk.work / "cats-v-dogs").rename(moved)
    (disk.work / "cats-v-dogs").symlink_to(moved)
    assert not disk.case(SHUFFLED).found(splitting.takes_what_is_no_picture)


def test_thumbs_db_is_named_at_the_listing(disk: Disk) -> None:
    disk.split([*MIXED, "Thumbs.db"], REST)
    line, said = said_by(splitting.takes_what_is_no_picture, disk.case(SHUFFLED))
    assert line == 2
    assert "Thumbs.db was counted as an image and copied to training/cats" in said


LATE = (
    HEAD
    + "    files = os.listdir(SOURCE)\n"
    + CUT.replace("files[:cut]:", "files[:cut]:\n      if os.path.getsize(SOURCE + name):")
)


def test_files_left_out_after_the_cut_are_named(disk: Disk) -> None:
    disk.split(MIXED[:-1], REST)
    line, said = said_by(splitting.filters_after_the_cut, disk.case(LATE))
    assert line == 6
    assert "counted at line 4" in said


@pytest.mark.parametrize(
    "text",
    [SHUFFLED, HEAD + "    files = images(SOURCE)\n" + CUT + "\ndef images(folder): ..."],
)
def test_files_left_out_before_the_cut_are_not_named(disk: Disk, text: str) -> None:
    disk.split(MIXED[:-1], REST)
    assert not disk.case(text).found(splitting.filters_after_the_cut)


@pytest.mark.parametrize(
    "thrown",
    [
        "random.sample(files, len(files))",
        "n = len(files); random.sample(files, n)",
        "np.random.permutation(files)",
        "random.shuffle(list(files))",
        "random.shuffle(files[:])",
        "random.shuffle(files.copy())",
    ],
)
def test_a_shuffle_that_nobody_keeps_is_named(disk: Disk, thrown: str) -> None:
    line, said = said_by(
        shuffling.throws_the_shuffle_away, disk.case(HEAD + GOOD + f"    {thrown}\n" + CUT)
    )
    assert line == 3
    assert "files = random.sample(files, len(files))" in said


@pytest.mark.parametrize(
    "kept",
    [
        "random.shuffle(files)",
        "files = random.sample(files, len(files))",
        "random.sample(files, 5)",
        "random.sample(files, len(files)); random.shuffle(files)",
        "random.shuffle(self.files)",
    ],
)
def test_a_shuffle_that_is_kept_or_only_looked_at_is_not_named(disk: Disk, kept: str) -> None:
    case = disk.case(HEAD + GOOD + f"    {kept}\n" + CUT)
    assert not case.found(shuffling.throws_the_shuffle_away)


def test_images_cut_in_the_folders_order_are_named_at_the_cut(disk: Disk) -> None:
    disk.split(sorted(NAMES)[:17], sorted(NAMES)[17:])
    text = HEAD + GOOD + CUT + "\ndata = data.shuffle(100)\n"
    line, _said = said_by(shuffling.does_not_shuffle, disk.case(text))
    assert line == 5


def test_images_in_another_order_or_of_a_file_that_draws_are_not_named(disk: Disk) -> None:
    disk.split(MIXED, REST)
    assert not disk.case(HEAD + GOOD + CUT).found(shuffling.does_not_shuffle)
    disk.split(sorted(NAMES)[:17], sorted(NAMES)[17:])
    assert not disk.case(SHUFFLED).found(shuffling.does_not_shuffle)
    mixes = HEAD + GOOD + "    mix(files)\n" + CUT + "\ndef mix(x):\n    random.shuffle(x)\n"
    assert not disk.case(mixes).found(shuffling.does_not_shuffle)


def test_two_draws_from_one_list_are_named_with_what_both_hold(disk: Disk) -> None:
    disk.split(MIXED, [*REST, "0.jpg"])
    text = HEAD + GOOD + "    a = random.sample(files, 17)\n    b = random.sample(files, 4)\n"
    line, said = said_by(shuffling.draws_twice, disk.case(text))
    assert line == 4
    assert "1 images of testing/cats are in training/cats too, such as 0.jpg" in said
    left = text.replace("    b =", "    files = [f for f in files if f not in a]\n    b =")
    assert not disk.case(left).found(shuffling.draws_twice)


def test_cuts_at_two_places_are_named(disk: Disk) -> None:
    disk.split(MIXED, [*REST, "0.jpg"])
    text = SHUFFLED.replace("files[cut:]", "files[:rest]")
    assert said_by(shuffling.cuts_overlap, disk.case(text))[0] == 8
    assert not disk.case(SHUFFLED).found(shuffling.cuts_overlap)


def test_images_that_are_moved_are_named_with_what_the_source_lost(disk: Disk) -> None:
    disk.split(MIXED, REST)
    text = SHUFFLED.replace("copyfile(", "shutil.move(")
    assert not disk.case(text).found(splitting.moves_the_pictures)
    for name in NAMES:
        (disk.work / "data" / "PetImages" / "Cat" / name).unlink()
    line, said = said_by(splitting.moves_the_pictures, disk.case(text))
    assert line == 7
    assert "data/PetImages/Cat lost 20 of its 22 files" in said


def test_cats_that_lie_in_dogs_are_named_at_the_call(disk: Disk) -> None:
    disk.split(MIXED, REST, swapped=True)
    calls = "split_data('data/PetImages/Cat/', 'cats-v-dogs/training/dogs/', T, 0.9)\n"
    text = SHUFFLED + "T = 'cats-v-dogs/testing/dogs/'\n" + calls
    line, said = said_by(splitting.swaps_cats_and_dogs, disk.case(text))
    assert line == 11
    assert "training/cats 17 dogs" in said
    disk.split(MIXED, REST)
    assert not disk.case(text).found(splitting.swaps_cats_and_dogs)
