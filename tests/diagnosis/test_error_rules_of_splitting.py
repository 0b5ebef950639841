"""Files that are listed, shuffled, cut and copied: what went wrong, said of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.recorded import diagnose

if TYPE_CHECKING:
    from pathlib import Path

NO_LENGTH = "object of type 'NoneType' has no len()"
NO_SLICE = "slice indices must be integers or None or have an __index__ method"


def missing(path: str) -> str:
    return f"[Errno 2] No such file or directory: '{path}'"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data set with one picture of a cat."""
    cats = tmp_path / "visible" / "PetImages" / "Cat"
    cats.mkdir(parents=True)
    (cats / "7.jpg").write_bytes(b"x")
    return tmp_path


def test_a_list_that_shuffle_took_away_is_named() -> None:
    code = "files = random.shuffle(files)\nn = int(len(files) * 0.9)  #<"
    rule, words = diagnose(code, "TypeError", NO_LENGTH)
    assert rule == "keeps_what_shuffle_gives"
    assert words.startswith("random.shuffle(files) changes the list itself and gives None")
    assert words.endswith("leave `files =` out in line 1")


@pytest.mark.parametrize("made", ["files = mine(files)", "random.shuffle(files)", ""])
def test_a_none_from_elsewhere_is_none_of_our_business(made: str) -> None:
    assert diagnose(f"{made}\nn = len(files)  #<", "TypeError", NO_LENGTH) == ("", "")


def test_a_list_cut_at_no_whole_number_is_named() -> None:
    code = "n = len(files) * SPLIT_SIZE\nfor f in files[:n]:  #<\n    pass"
    rule, words = diagnose(code, "TypeError", NO_SLICE)
    assert (rule, "write n = int(len(files) * SPLIT_SIZE) in line 1" in words) == (
        "cuts_at_no_whole_number",
        True,
    )


def test_a_missing_slash_is_named(data: Path) -> None:
    said = missing("data/PetImages/Cat7.jpg")
    rule, words = diagnose("f(SOURCE + name)  #<", "FileNotFoundError", said, data=data)
    assert rule == "folder_is_not_joined_to_a_name"
    assert "a slash is missing between data/PetImages/Cat and 7.jpg" in words


def test_a_name_without_its_folder_is_named(data: Path) -> None:
    code = "for f in os.listdir(SOURCE):\n    os.path.getsize(f)  #<"
    rule, words = diagnose(code, "FileNotFoundError", missing("7.jpg"), data=data)
    assert (rule, "without their folder" in words) == ("folder_is_not_joined_to_a_name", True)


@pytest.mark.parametrize("path", ["data/PetImages/Cat8.jpg", "8.jpg", "PetImages/7.jpg"])
def test_a_file_that_is_nowhere_misses_no_slash(data: Path, path: str) -> None:
    code = "for f in os.listdir(SOURCE):\n    os.path.getsize(f)  #<"
    rule, _ = diagnose(code, "FileNotFoundError", missing(path), data=data)
    assert rule in {"", "nothing_lies_there"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data/PetImages/cats", "there is no data/PetImages/cats: data/PetImages holds Cat"),
        ("data/PetImages/Cat/train/9.jpg", "data/PetImages/Cat holds 7.jpg"),
        ("train/cats", "there is no train/cats: data holds PetImages"),
        ("made/here", "there is no made/here: made holds nothing"),
        ("model.txt", ""),
        ("/etc/nothing", ""),
    ],
)
def test_what_lies_on_the_way_to_a_missing_path_is_told(data: Path, path: str, words: str) -> None:
    (data / "work" / "made").mkdir(parents=True)
    said = missing(path)
    found = diagnose("read()  #<", "FileNotFoundError", said, data=data, work=data / "work")
    assert found[1].endswith(words) if words else found == ("", "")


def test_a_copy_to_a_folder_is_named() -> None:
    code = "copyfile(SOURCE + f, TRAINING)  #<"
    rule, words = diagnose(code, "IsADirectoryError", "[Errno 21] Is a directory: 'a/'")
    assert (rule, "os.path.join(TRAINING, name)" in words) == ("copies_to_a_folder", True)
