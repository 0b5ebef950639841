"""The archives that are made of a box's own data."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sandbox.guest.offline.conftest import Inside

MAKE = """
import os, sys
from sandbox.guest.offline import archives, catalogue
known = catalogue.Catalogue(os.environ["HOME"])
with open(sys.argv[2], "wb") as target:
    archives.write(known.parts(sys.argv[1]), known.locate, target)
"""


def made(inside: Inside, file: str, name: str = "made.zip") -> bytes:
    target = inside.work / name
    done = inside.run(MAKE, file, str(target))
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


def files(archive: bytes) -> dict[str, str]:
    """Each file's name in an archive, and what it holds: the name of the picture that it is of."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        names = [name for name in opened.namelist() if not name.endswith("/")]
        return {name: opened.read(name).decode() for name in names}


@pytest.mark.parametrize("folder", ["horse-or-human", "validation-horse-or-human"])
def test_horses_and_humans_lie_at_the_top(creatures: Inside, folder: str) -> None:
    assert files(made(creatures, f"{folder}.zip")) == {
        name: f"{folder}/{name}" for name in ("horses/h1.png", "horses/h2.png", "humans/m.png")
    }


def test_hands_lie_in_a_folder_of_their_name(inside: Inside) -> None:
    inside.add("rps/rock/a.png", "rps/paper/b.png", "rps/scissors/c.png")
    assert set(files(made(inside, "rps.zip"))) == {
        "rps/rock/a.png",
        "rps/paper/b.png",
        "rps/scissors/c.png",
    }


def test_dicodings_hands_lie_there_twice(inside: Inside) -> None:
    inside.add("rps/rock/a.png", "rps/paper/b.png", "rps/scissors/c.png")
    found = files(made(inside, "rockpaperscissors.zip"))
    classes = ("rock/a.png", "paper/b.png", "scissors/c.png")
    tops = ("rockpaperscissors", "rockpaperscissors/rps-cv-images")
    assert set(found) == {f"{top}/{name}" for top in tops for name in classes}


@pytest.mark.parametrize("file", ["kagglecatsanddogs_5340.zip", "cats-and-dogs.zip"])
def test_cats_and_dogs_come_with_what_is_no_image(pets: Inside, file: str) -> None:
    found = files(made(pets, file))
    assert found["PetImages/Cat/666.jpg"] == ""
    assert "PetImages/Dog/Thumbs.db" in found
    assert len(found) == 10


def test_the_filtered_set_is_divided_and_holds_images_only(pets: Inside) -> None:
    found = files(made(pets, "cats_and_dogs_filtered.zip"))
    top = "cats_and_dogs_filtered"
    assert {name: found[name] for name in found if "/cats/" in name} == {
        f"{top}/train/cats/cat.0.jpg": "PetImages/Cat/1.jpg",
        f"{top}/train/cats/cat.1.jpg": "PetImages/Cat/2.jpg",
        f"{top}/validation/cats/cat.2000.jpg": "PetImages/Cat/10.jpg",
    }
    assert len(found) == 6


def test_the_same_data_make_the_same_bytes(creatures: Inside) -> None:
    first = made(creatures, "horse-or-human.zip")
    place = creatures.home / ".practice" / "data" / "horse-or-human" / "horses"
    (place / "h1.png").touch()
    renamed = (place / "h1.png").rename(place / "other.png")
    renamed.rename(place / "h1.png")  # now the last entry of its folder
    assert made(creatures, "horse-or-human.zip", "second.zip") == first


OPEN = """
import json, os, sys, zipfile
from sandbox.guest.offline import colab_folders, file_server
told = []
server = file_server.Server(os.environ["HOME"], lambda asked: told.append(asked.refused))
colab_folders.let_archives_be_opened(server)
try:
    names = [n for n in zipfile.ZipFile(sys.argv[1]).namelist() if not n.endswith("/")]
except FileNotFoundError as error:
    names = error.filename
print(json.dumps([names, told]))
"""


def test_archive_that_nothing_downloads_is_made_where_it_is_opened(inside: Inside) -> None:
    inside.add("rps/rock/a.png")
    assert inside.says(OPEN, "downloads/rps.zip") == [["rps/rock/a.png"], [""]]


@pytest.mark.parametrize(
    ("name", "refused"),
    [("other.zip", []), ("rps-test-set.zip", ["kept back"]), ("horse-or-human.zip", ["another"])],
)
def test_archive_that_is_not_served_is_still_missing(
    inside: Inside, name: str, refused: list[str]
) -> None:
    inside.add("rps/rock/a.png")
    assert inside.says(OPEN, name) == [name, refused]


def test_archive_that_is_there_is_opened_as_it_is(inside: Inside) -> None:
    inside.add("rps/rock/a.png")
    with zipfile.ZipFile(inside.work / "rps.zip", "w") as archive:
        archive.writestr("own.txt", "own")
    assert inside.says(OPEN, "rps.zip") == [["own.txt"], []]


@pytest.mark.parametrize("given", ["'w'", "mode='w'"])
def test_archive_that_a_program_writes_is_not_made_for_it(inside: Inside, given: str) -> None:
    inside.add("rps/rock/a.png")
    code = OPEN.replace("ZipFile(sys.argv[1])", f"ZipFile(sys.argv[1], {given})")
    assert code != OPEN
    assert inside.says(code, "missing/rps.zip") == ["missing/rps.zip", []]
