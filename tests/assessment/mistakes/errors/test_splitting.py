"""Files that are listed, shuffled, cut and copied: what went wrong, said of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assessment.mistakes.recorded import diagnose

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
    assert words.startswith("random.shuffle(files) changes the list in place and returns None")
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


def test_a_folder_among_the_files_is_named() -> None:
    code = "copyfile(SOURCE + f, TRAINING + f)  #<"
    said = "[Errno 21] Is a directory: 'data/PetImages/Cat/more'"
    assert "os.path.isfile(path)" in diagnose(code, "IsADirectoryError", said)[1]


SIZE_0 = "index 0 is out of bounds for axis 0 with size 0"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("files = glob.glob('data/*/*.jpg')", "data holds PetImages; write 'data/*/*/*.jpg'"),
        ("files = glob.glob(os.path.join(BASE, '*.png'))", "data/PetImages holds Cat"),
        ("files = list(Path('data/dogs').glob('*.jpg'))", "there is no folder data/dogs"),
        ("files = [f for f in glob.glob(pattern)]", "is empty: print it"),
    ],
)
def test_a_pattern_that_matches_nothing_is_named(data: Path, made: str, words: str) -> None:
    code = f"BASE = 'data/PetImages'\n{made}\nx = np.array(files)\nprint(x[0])  #<"
    rule, told = diagnose(code, "IndexError", SIZE_0, data=data)
    assert (rule, words in told) == ("list_of_files_is_empty", True)


def test_a_pattern_is_followed_through_the_only_call_of_its_function(data: Path) -> None:
    code = (
        "def read(folder):\n    return [f for f in glob.glob(folder + '/*.jpg')]\n"
        "x = read('data/PetImages')\nprint(x[0])  #<"
    )
    told = diagnose(code, "IndexError", "list index out of range", data=data)[1]
    assert told.endswith("data/PetImages holds Cat; write 'data/PetImages/*/*.jpg'")


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ("files = glob.glob('data/*/*/*.jpg')", "list index out of range"),
        ("files = [1]", SIZE_0),
        ("files = glob.glob(pattern)", "list index out of range"),
        ("files = glob.glob('data/*.jpg')", "index 9 is out of bounds for axis 0 with size 3"),
        ("files = [glob.glob(os.path.join(files, files))]", "list index out of range"),
    ],
)
def test_a_list_that_may_be_full_is_left_alone(data: Path, made: str, message: str) -> None:
    assert diagnose(f"{made}\nprint(files[0])  #<", "IndexError", message, data=data) == ("", "")
